// size: 600x800 - a glass of red wine
#include "common.inc"
Globals(0, 1)
global_settings { adc_bailout 0.04 max_trace_level 8 }
#default { finish { ambient 0 diffuse 0.8 } }
Cam(<0,2.9,-9.5>, <0,2.05,0>, 24.5, 0, 0, 1)
#declare GlassI = interior { ior 1.5 }
#declare GlassT = texture { pigment { rgbf <0.985,0.99,0.985,0.98> } finish { diffuse 0 specular 0.9 roughness 0.002 reflection { 0.02, 1 fresnel on } conserve_energy } }
#declare GlassS = spline { natural_spline 0.00000,<0,0,0>, 0.04167,<0.6,0,0>, 0.08333,<1.02,0.0,0>, 0.12500,<1.05,0.025,0>, 0.16667,<1.0,0.05,0>, 0.20833,<0.5,0.1,0>, 0.25000,<0.14,0.24,0>, 0.29167,<0.085,0.6,0>, 0.33333,<0.08,1.2,0>, 0.37500,<0.1,1.65,0>, 0.41667,<0.3,1.95,0>, 0.45833,<0.75,2.25,0>, 0.50000,<1.02,2.75,0>, 0.54167,<1.05,3.2,0>, 0.58333,<0.92,3.8,0>, 0.62500,<0.8,4.15,0>, 0.66667,<0.785,4.18,0>, 0.70833,<0.77,4.15,0>, 0.75000,<0.89,3.8,0>, 0.79167,<1.015,3.2,0>, 0.83333,<0.985,2.76,0>, 0.87500,<0.72,2.29,0>, 0.91667,<0.3,2.02,0>, 0.95833,<0.12,1.95,0>, 1.00000,<0,1.93,0> }
#declare Glass = object { LatheMesh(GlassS, 150, 90) texture { GlassT } interior { GlassI } no_shadow }
object { Glass }
// wine: fills the bowl, just inside the wall
#declare T0 = 0.6; #while (GlassS(T0).y > 2.98) #declare T0 = T0 + 0.001; #end
#declare WineS = spline { linear_spline #declare I = 0; #while (I <= 60) #declare P = GlassS(1-(1-T0)*I/60); I/66, <max(0,P.x-0.012*min(1,P.x*8)), P.y+0.006, 0>, #declare I = I + 1; #end
  62/66, <0.9,2.987,0>, 64/66, <0.4,2.987,0>, 1, <0,2.987,0> }
object { LatheMesh(WineS, 120, 80)
  texture { pigment { rgbf <1,0.97,0.97,1> } finish { diffuse 0 specular 0.6 roughness 0.004 reflection { 0.01, 0.8 fresnel on } conserve_energy } }
  interior { ior 1.34 fade_distance 0.45 fade_power 1001 fade_color rgb <0.62,0.01,0.06> } }
Table(-14, 14, -6, 7, 2.6, srgb <0.3,0.17,0.1>, srgb <0.56,0.36,0.22>, 0, 31)
// grapes
#declare GR = seed(8);
#declare Bunch = union {
  #local I = 0; #while (I < 60)
    #local T = rand(GR); #local A = rand(GR)*2*pi; #local Q = (0.62-0.42*T)*sqrt(rand(GR));
    sphere { 0, 0.2+0.03*rand(GR) scale <1.1,1,1> rotate y*rand(GR)*360 translate <-1.1+2.2*T, 0.2+0.42*rand(GR)*(1-T*0.7), Q*cos(A)*1.2> }
  #local I = I + 1; #end
  texture { pigment { bozo color_map { [0.3 srgb <0.20,0.06,0.16>] [0.7 srgb <0.34,0.12,0.22>] } scale 0.5 } normal { bumps 0.04 scale 0.1 } finish { diffuse 0.75 specular 0.3 roughness 0.03 reflection { 0, 0.25 fresnel on } conserve_energy } }
  interior { ior 1.4 } }
object { Bunch rotate y*-18 translate <-1.75,0,1.4> }
object { Bunch rotate y*195 scale 0.95 translate <1.9,0,2.1> }
// out-of-focus room
plane { -z, -16 texture { pigment { gradient x color_map { [0 srgb <0.40,0.30,0.24>] [0.5 srgb <0.62,0.52,0.42>] [1 srgb <0.36,0.27,0.22>] } scale 30 translate -x*15 } } }
Window(<-8,5.5,-2>, 4, 7, -75, rgb <1,1.02,1.08>*5)
Window(<8,5,-1>, 1.6, 6, 80, rgb <1,0.97,0.9>*2.5)
light_source { <-8,7,-2> color rgb <1.0,0.97,0.93>*1.7 area_light y*4, z*3 3 3 adaptive 0 jitter }
light_source { <4,6,9> color rgb <1.0,0.9,0.75>*0.7 }
light_source { <2,8,-14> color rgb <0.36,0.33,0.31> shadowless }
light_source { <-2,-6,-10> color rgb <0.14,0.11,0.09> shadowless }
sky_sphere { pigment { color rgb <0.30,0.27,0.25> } }
