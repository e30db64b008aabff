// size: 800x600 - oranges, one cut in half
#include "common.inc"
Globals(50, 0.7)
Cam(<-0.3,3.4,-7.8>, <0.0,0.72,0>, 35, 0.18, <0,0.8,-1.0>, 19)
#declare PeelT = texture { pigment { bozo turbulence 0.3 color_map { [0.2 srgb <0.97,0.50,0.05>] [0.8 srgb <1.0,0.60,0.10>] } scale 0.6 }
  normal { average normal_map { [1.5 leopard 0.5 scale 0.014 turbulence 0.3] [1 bumps 0.5 scale 0.045] [0.4 bumps 0.4 scale 0.25] } }
  finish { diffuse 0.75 specular 0.32 roughness 0.035 reflection { 0.0, 0.2 fresnel on } conserve_energy } }
#declare Whole = union { 
  sphere { 0, 1 scale <1,0.95,1> texture { PeelT } interior { ior 1.4 } }
  // the button where the stalk was
  union { sphere { 0, 0.07 scale <1,0.4,1> } #local I = 0; #while (I < 5) sphere { 0,0.05 scale <1.5,0.35,0.8> translate x*0.07 rotate y*72*I } #local I = I + 1; #end translate y*0.945 pigment { srgb <0.34,0.42,0.16> } normal { granite 0.4 scale 0.1 } } }
// cut face: rind, pith, ten wedges of flesh with juice sacs, drawn in the plane
#declare An = function(x,y) { abs(mod(atan2(y,x)/(2*pi)*10+10.25,1)-0.5)*2 }
#declare Rr = function(x,y) { sqrt(x*x+y*y) }
#declare Seg = function(x,y) { min((1-An(x,y))*Rr(x,y)*pi/10, min(0.86-Rr(x,y), Rr(x,y)-0.09)) }
#declare Flesh = pigment { function { f_noise3d(atan2(z,x)*26,1,sqrt(x*x+z*z)*4.5) } color_map { [0.15 srgb <0.93,0.42,0.02>] [0.5 srgb <1.0,0.58,0.08>] [0.85 srgb <1.0,0.74,0.28>] } }
#declare Half = union {
  difference { sphere { 0, 1 } plane { -y, 0 } texture { PeelT } interior { ior 1.4 } }
  cylinder { -y*0.01, y*0.004, 0.993
    texture { pigment { function { min(0.999,max(0,Seg(x,z)*6)) } pigment_map { [0 rgb S(0.99,0.90,0.68)] [0.13 rgb S(1.0,0.84,0.52)] [0.24 Flesh] [1 Flesh] } }
      normal { function { min(0.06,max(0,Seg(x,z)))*3 + 0.07*f_noise3d(atan2(z,x)*26,1,sqrt(x*x+z*z)*4.5) } 0.6 }
      finish { diffuse 0.8 specular 0.7 roughness 0.012 reflection { 0, 0.25 fresnel on } conserve_energy } } interior { ior 1.35 } }
  difference { cylinder { -y*0.01, y*0.006, 0.998 } cylinder { -y, y, 0.945 } pigment { srgb <0.99,0.58,0.10> } finish { specular 0.3 roughness 0.03 } } }
object { Half rotate y*20 rotate <-72,-10,0> translate <0.65,0.93,-1.35> }
object { Whole rotate <-14,0,12> translate <-1.15,0.95,-0.1> }
object { Whole rotate <25,70,-35> translate <0.75,0.95,1.0> }
object { Whole rotate <80,10,20> translate <2.55,0.96,0.5> }
object { Whole rotate <12,10,-20> translate <-2.9,0.96,1.5> }
// leaves
#declare LX = function(x,y,z) { x*1.2 }
#declare LY = function(x,y,z) { 0.22*sin(x*2.6)+0.9*y*y+0.006*sin(x*16) }
#declare LZ = function(x,y,z) { y*pow(max(0.0,sin(pi*min(1,max(0,x)))),0.75) }
#declare Leaf = object { PMesh(LX, LY, LZ, 0.0, 1.0, 60, -0.36, 0.36, 14) texture { uv_mapping pigment { gradient y color_map { [0 srgb <0.13,0.34,0.08>] [0.47 srgb <0.2,0.42,0.1>] [0.5 srgb <0.5,0.62,0.28>] [0.53 srgb <0.2,0.42,0.1>] [1 srgb <0.12,0.32,0.08>] } } finish { diffuse 0.6,0.25 specular 0.4 roughness 0.02 } } }
object { Leaf rotate <0,-30,14> translate <-1.22,1.83,-0.2> } object { Leaf rotate <10,150,20> scale 0.9 translate <-1.3,1.85,-0.12> }
object { Leaf rotate <0,160,0> translate <-0.85,0.03,-1.9> }
Table(-12, 12, -6, 7, 1.7, S(0.50,0.40,0.30), S(0.78,0.68,0.55), 0.7, 19)
plane { -z, -10 pigment { gradient x color_map { [0 srgb <0.66,0.72,0.72>] [1 srgb <0.46,0.52,0.54>] } scale 24 translate -x*12 } }
Window(<-9,5.5,-1>, 6, 7, -75, rgb <1,1.02,1.1>*4)
light_source { <-9,8,-3.5> color rgb <1.0,0.97,0.92>*2.0 area_light y*3.5, z*3 3 3 adaptive 0 jitter }
sky_sphere { pigment { color rgb <0.42,0.42,0.43> } }
