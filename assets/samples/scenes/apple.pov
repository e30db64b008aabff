// size: 800x600 - red apples on a wooden table by a window
#include "common.inc"
Globals(60, 0.6)
Cam(<0.3,3.0,-8.2>, <-0.05,0.75,0>, 41, 0.22, <0,0.9,-0.8>, 19)
#declare AX = function(x,y,z) { (0.56+0.60*cos(y))*(1+0.13*sin(y))*(1+0.035*cos(5*x+0.4)*(1-sin(y))*0.5)*cos(x) }
#declare AY = function(x,y,z) { 0.86*sin(y)*(1+0.03*cos(2*x+1)) + 0.03*cos(5*x+0.4)*max(0,-sin(y)) }
#declare AZ = function(x,y,z) { (0.56+0.60*cos(y))*(1+0.13*sin(y))*(1+0.035*cos(5*x+0.4)*(1-sin(y))*0.5)*sin(x) }
#declare AppleM = PMesh(AX, AY, AZ, 0, 2*pi, 72, -2.72, 2.72, 60)
#macro AppleT(C1, C2, C3)
  texture { pigment { uv_mapping bozo turbulence 0.15 color_map { [0.2 color C1] [0.55 color C2] [0.8 color C3] } scale <0.035,0.8,1> warp { turbulence 0.06 } }
    finish { diffuse 0.7 specular 0.35 roughness 0.015 reflection { 0.0, 0.14 fresnel on } conserve_energy } }
  texture { pigment { uv_mapping gradient y color_map { [0 color S(0.6,0.55,0.25) transmit 0.2] [0.08 color C3 transmit 0.8] [0.2 color C3 transmit 1] [0.74 color C3 transmit 1]
      [0.86 color C3*0.5+S(0.75,0.7,0.25)*0.5 transmit 0.45] [1 color S(0.55,0.52,0.2) transmit 0.1] } turbulence 0.03 }
    finish { diffuse 0.7 specular 0.35 roughness 0.015 reflection { 0.0, 0.14 fresnel on } conserve_energy } }
  texture { pigment { leopard color_map { [0.88 color rgbt 1] [0.93 color srgbt <0.95,0.8,0.5,0.35>] } scale 0.022 warp { turbulence 0.6 } }
    finish { diffuse 0.7 } }
#end
#macro Apple(C1, C2, C3, Leaf)
  union {
    object { AppleM AppleT(C1, C2, C3) interior { ior 1.45 } }
    sphere_sweep { cubic_spline 5, <0,-0.2,0>,0.05 <0,0.35,0>,0.035 <0.02,0.7,0>,0.032 <0.12,1.02,0.03>,0.05 <0.2,1.2,0.1>,0.06
      pigment { bozo color_map { [0 srgb <0.28,0.18,0.09>] [1 srgb <0.45,0.33,0.18>] } scale <0.02,0.1,0.02> } }
    #if (Leaf) object { LeafM rotate <0,-35,18> translate <0.06,0.86,0> } #end
    translate y*0.79 }
#end
#declare LX = function(x,y,z) { x }
#declare LY = function(x,y,z) { 0.25*sin(x*2.2)+0.5*y*y*(1.2) }
#declare LZ = function(x,y,z) { y*pow(max(0.0,sin(pi*min(1,max(0,x/1.0)))),0.8) }
#declare LeafM = object { PMesh(LX, LY, LZ, 0.0, 1.0, 24, -0.28, 0.28, 12)
  texture { pigment { uv_mapping gradient y color_map { [0 srgb <0.22,0.42,0.1>] [0.47 srgb <0.3,0.5,0.14>] [0.5 srgb <0.55,0.68,0.3>] [0.53 srgb <0.3,0.5,0.14>] [1 srgb <0.2,0.4,0.1>] } }
   normal { gradient y 0.5 sine_wave scale 0.12 } finish { diffuse 0.6,0.3 specular 0.2 roughness 0.03 } } }
#declare R1 = srgb <0.50,0.03,0.05>; #declare R2 = srgb <0.70,0.06,0.06>; #declare R3 = srgb <0.82,0.26,0.12>;
object { Apple(R1, R2, R3, 1) rotate <6,20,-6> translate <-0.25,0,-0.9> }
object { Apple(R1*0.9, R2*0.9, R2, 0) rotate <-8,140,10> translate <-1.75,0,0.5> }
object { Apple(R2, R3, srgb <0.85,0.55,0.2>, 0) rotate <10,250,-12> translate <1.7,0,0.2> }
object { Apple(R1, R2, R3, 0) rotate <0,80,8> translate <0.25,0,1.5> }
Table(-12, 12, -6, 6, 1.9, srgb <0.36,0.2,0.1>, srgb <0.66,0.44,0.25>, 1, 5)
plane { -z, -9 pigment { gradient x color_map { [0 srgb <0.62,0.6,0.54>] [1 srgb <0.4,0.39,0.36>] } scale 24 translate -x*12 } }
Window(<-9,5.5,-1>, 6, 7, -75, rgb <1,1.02,1.1>*5)
Window(<9,4,-6>, 5, 5, 120, rgb <1,0.95,0.9>*0.7)
light_source { <-9,6.5,-2.5> color rgb <1.0,0.97,0.92>*2.4 area_light y*3.5, z*3 4 4 adaptive 0 jitter }
sky_sphere { pigment { color rgb <0.30,0.29,0.28> } }
