// size: 700x700 - a round wall clock
#include "common.inc"
Globals(0, 1)
Cam(<-1.1,-0.3,-9.6>, <0,0,0>, 32.5, 0, 0, 1)
#declare Wall = texture { pigment { bozo turbulence 0.6 color_map { [0.2 srgb <0.50,0.60,0.62>] [0.8 srgb <0.54,0.64,0.65>] } scale 1.5 } normal { average normal_map { [1 bumps 0.18 scale 0.05] [1 granite 0.08 scale 0.6] } } finish { diffuse 0.8 } }
plane { -z, -0.36 texture { Wall } }
#declare Metal = texture { pigment { srgb <0.78,0.62,0.38> } finish { diffuse 0.35 specular 0.9 roughness 0.01 reflection 0.35 metallic brilliance 2 } }
// rim and dial
lathe { cubic_spline 9, <2.2,0.4>,<2.2,0.36>,<2.36,0.36>,<2.42,0.1>,<2.36,-0.12>,<2.24,-0.2>,<2.12,-0.14>,<2.06,0.02>,<2.0,0.1> rotate x*90 WoodT(5, S(0.22,0.11,0.06), S(0.42,0.23,0.12), 1.5) }
torus { 2.06,0.045 rotate x*90 translate z*-0.06 texture { Metal } }
cylinder { z*0.02, z*0.3, 2.1 pigment { srgb <0.96,0.94,0.88> } finish { diffuse 0.8 specular 0.05 } }
#declare Ink = texture { pigment { srgb <0.06,0.06,0.07> } finish { specular 0.2 } }
#declare I = 0; #while (I < 60)
  #if (mod(I,5) = 0) box { <-0.035,1.78,0.01>,<0.035,1.97,0.03> rotate z*-6*I texture { Ink } }
  #else box { <-0.012,1.89,0.01>,<0.012,1.97,0.03> rotate z*-6*I texture { Ink } } #end
#declare I = I + 1; #end
#declare I = 1; #while (I <= 12)
  #declare T = text { ttf "timrom.ttf" str(I,0,0) 0.04, 0 scale <0.42,0.42,1> }
  object { T translate -(min_extent(T)+max_extent(T))*<0.5,0.5,0> translate <1.5*sin(radians(30*I)),1.5*cos(radians(30*I)),0.0> texture { Ink } }
#declare I = I + 1; #end
torus { 1.99,0.008 rotate x*90 translate z*0.02 texture { Ink } }
// hands: ten past ten
#declare Hand = texture { pigment { srgb <0.05,0.05,0.06> } finish { specular 0.6 roughness 0.02 reflection 0.05 } }
prism { linear_sweep linear_spline 0,0.03,7, <-0.06,-0.3>,<0.06,-0.3>,<0.05,0.75>,<0,1.08>,<-0.05,0.75>,<-0.06,-0.3>,<-0.06,-0.3> rotate x*-90 translate z*-0.03 rotate z*-304.5 texture { Hand } }
prism { linear_sweep linear_spline 0,0.03,6, <-0.045,-0.38>,<0.045,-0.38>,<0.03,1.45>,<0,1.72>,<-0.03,1.45>,<-0.045,-0.38> rotate x*-90 translate z*-0.08 rotate z*-54 texture { Hand } }
box { <-0.012,-0.5,-0.13>,<0.012,1.8,-0.12> rotate z*-214 pigment { srgb <0.75,0.08,0.06> } }
cylinder { z*-0.16, z*0.02, 0.09 texture { Metal } }
// domed glass
intersection { sphere { <0,0,9.6>, 9.95 } cylinder { z*-1,z*0.1,2.05 } pigment { rgbt <1,1,1,0.97> } finish { diffuse 0 specular 0.5 roughness 0.002 reflection { 0.01, 0.7 fresnel on } } interior { ior 1.5 } no_shadow }
Window(<-9,7,-9>, 5, 6, -45, rgb <1,1.02,1.1>*1.8)
light_source { <-8,8,-10> color rgb <1.0,0.96,0.88>*1.25 area_light x*3, y*3 4 4 adaptive 0 jitter circular orient }
light_source { <9,-2,-12> color rgb <0.34,0.36,0.40>*0.6 shadowless }
sky_sphere { pigment { color rgb <0.25,0.24,0.23> } }
