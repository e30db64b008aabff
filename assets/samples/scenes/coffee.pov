// size: 800x600 - a cup of coffee on a saucer
#include "common.inc"
Globals(60, 0.6)
Cam(<0.6,4.0,-6.8>, <0.15,0.62,0>, 39, 0.13, <0,1.0,-0.9>, 19)
#declare Glaze = texture { pigment { color srgb <0.95,0.94,0.91> } finish { diffuse 0.82 specular 0.5 roughness 0.008 reflection { 0.02, 0.5 fresnel on } conserve_energy } }
// Cup: outer wall up, over the rim, inner wall down.
#declare Cup = union {
  lathe { cubic_spline 17, <-0.2,0.0>,<0.0,0.08>,<0.5,0.08>,<0.56,0.0>,<0.62,0.02>,<0.64,0.12>,<0.9,0.38>,<1.12,0.85>,<1.22,1.42>,<1.235,1.5>,<1.20,1.52>,<1.165,1.49>,<1.06,0.9>,<0.85,0.45>,<0.5,0.22>,<0.0,0.2>,<-0.2,0.2> }
  sphere_sweep { b_spline 8, <0.9,1.2,0>,0.10 <1.1,1.25,0>,0.10 <1.5,1.38,0>,0.095 <1.85,1.2,0>,0.09 <1.75,0.8,0>,0.09 <1.35,0.52,0>,0.095 <0.95,0.42,0>,0.1 <0.7,0.4,0>,0.1 scale <1,1,1.35> rotate y*28 }
  texture { Glaze } interior { ior 1.5 } }
#declare Coffee = union {
  cylinder { <0,1.18,0>, <0,1.22,0>, 1.14
    texture { pigment { wrinkles turbulence 0.4 color_map { [0 srgb <0.42,0.24,0.11>] [0.5 srgb <0.50,0.30,0.15>] [1 srgb <0.62,0.42,0.24>] } scale 0.35 }
      finish { diffuse 0.75 specular 0.25 roughness 0.01 reflection { 0.01, 0.35 fresnel on } conserve_energy } } }
  torus { 1.10, 0.045 translate y*1.215 pigment { srgb <0.60,0.39,0.2> } finish { specular 0.3 roughness 0.02 } }
  // crema bubbles along the edge
  #local R = seed(4); #local I = 0; #while (I < 70)
    #local A = rand(R)*360; #local Q = 1.06-0.16*pow(rand(R),2);
    sphere { 0, 0.012+0.022*rand(R) scale <1,0.5,1> translate <Q,1.225,0> rotate y*A pigment { srgb <0.72,0.53,0.33> } finish { specular 0.6 roughness 0.01 } }
  #local I = I + 1; #end
  interior { ior 1.33 } }
#declare Saucer = lathe { cubic_spline 13, <-0.2,0.1>,<0,0.1>,<0.6,0.1>,<0.72,0.0>,<0.9,0.02>,<1.5,0.16>,<2.0,0.34>,<2.05,0.38>,<2.0,0.40>,<1.4,0.24>,<0.8,0.14>,<0,0.14>,<-0.2,0.14> texture { Glaze } interior { ior 1.5 } }
object { Saucer }
union { object { Cup } object { Coffee } translate y*0.13 }
// spoon on the saucer
#declare Steel = texture { pigment { rgb 0.6 } finish { diffuse 0.15 specular 0.9 roughness 0.004 reflection 0.7 metallic } }
union {
  sphere_sweep { cubic_spline 6, <-0.4,0.12,0>,0.04 <0,0.1,0>,0.045 <0.9,0.2,0>,0.05 <1.9,0.3,0>,0.06 <2.3,0.25,0>,0.07 <2.6,0.2,0>,0.07 scale <1,0.6,1.2> }
  difference { sphere { 0, 1 scale <0.46,0.15,0.28> } sphere { y*0.05, 1 scale <0.44,0.13,0.26> translate y*0.05 } translate <-0.42,0.12,0> }
  texture { Steel } rotate <0,-28,0> translate <-1.3,0.28,-1.35> }
// coffee beans
#declare Bean = difference { sphere { 0, 1 scale <0.2,0.11,0.14> } box { <-0.17,0.07,-0.012>, <0.17,0.2,0.012> rotate x*4 }
  texture { pigment { bozo color_map { [0 srgb <0.20,0.10,0.05>] [1 srgb <0.33,0.18,0.09>] } scale 0.1 } normal { bumps 0.15 scale 0.03 } finish { diffuse 0.7 specular 0.35 roughness 0.04 } } }
#local R = seed(21); #local I = 0; #while (I < 34)
  #local A = rand(R)*70+150; #local Q = 2.5+2.3*pow(rand(R),0.7);
  object { Bean rotate <rand(R)*40-20+180*(rand(R)>0.55),rand(R)*360,rand(R)*30-15> translate <Q,0.105,0> rotate y*A }
#local I = I + 1; #end
#local I = 0; #while (I < 16)
  object { Bean rotate <rand(R)*40-20+180*(rand(R)>0.55),rand(R)*360,0> translate <2.4+1.3*rand(R),0.105,0> rotate y*(28+38*rand(R)) }
#local I = I + 1; #end
// a little steam
cylinder { y*0, y*3, 1.0 hollow pigment { rgbt 1 } translate y*1.4 no_shadow
  interior { media { emission 0.10 samples 12 density { wrinkles turbulence 0.9 density_map { [0.55 rgb 0] [0.8 rgb 0.6] [1 rgb 1] } scale <0.45,1.3,0.45> translate 3 }
    density { cylindrical density_map { [0 rgb 0] [0.6 rgb 1] [1 rgb 1] } } density { gradient y scale 3 translate y*1.4 density_map { [0 rgb 0] [0.15 rgb 1] [0.5 rgb 0.4] [0.9 rgb 0] [1 rgb 0] } } } } }
Table(-14, 14, -7, 8, 2.3, srgb <0.28,0.15,0.08>, srgb <0.52,0.32,0.18>, 1, 9)
plane { -z, -12 pigment { srgb <0.5,0.42,0.35> } }
Window(<-7,7,7>, 6, 6, -35, rgb <1,1.02,1.1>*4)
light_source { <-7.5,8,5> color rgb <1.0,0.96,0.9>*1.7 area_light x*3, y*3 4 4 adaptive 0 jitter }
light_source { <8,9,-9> color rgb <1,0.97,0.93>*0.55 area_light x*4, y*4 3 3 adaptive 0 jitter }
sky_sphere { pigment { color rgb <0.42,0.40,0.38> } }
