// size: 800x600 - a lighthouse on a rocky coast
#include "common.inc"
Globals(0, 1)
Cam(<-7,4.2,-30>, <2.2,6.6,0>, 42, 0, 0, 1)
Sky(rgb <0.09,0.24,0.58>, rgb <0.72,0.74,0.76>, rgb <1.0,0.97,0.93>, 0.5, 1.1, <7,0,2>)
light_source { <-90,50,-70> color rgb <1.0,0.88,0.68>*1.9 area_light x*6, y*6 3 3 adaptive 1 jitter circular orient }
light_source { <40,90,-60> color rgb <0.32,0.42,0.58>*0.55 shadowless }
light_source { <0,-50,-60> color rgb <0.28,0.28,0.26>*0.3 shadowless }
// tower, red and white
#declare Paint = finish { diffuse 0.8 specular 0.15 roughness 0.05 }
#declare RW = texture { pigment { gradient y color_map { [0 srgb <0.72,0.09,0.08>] [0.5 srgb <0.72,0.09,0.08>] [0.5 srgb <0.95,0.94,0.91>] [1 srgb <0.95,0.94,0.91>] } scale 3.2 } normal { bumps 0.1 scale <0.2,0.3,0.2> } finish { Paint } }
#declare Dirt = texture { pigment { bozo color_map { [0.45 rgbt <0.25,0.2,0.15,1>] [0.9 rgbt <0.25,0.18,0.12,0.72>] } scale <0.25,2.2,0.25> turbulence 0.4 } finish { Paint } }
#declare White = texture { pigment { srgb <0.95,0.94,0.91> } finish { Paint } }
#declare Dark = texture { pigment { srgb <0.12,0.13,0.14> } finish { specular 0.4 roughness 0.03 } }
#declare Tower = union {
  lathe { cubic_spline 7, <1.75,-1>,<1.55,0>,<1.3,2.5>,<1.12,5>,<1.0,7.5>,<0.95,9.6>,<0.95,11> texture { RW } texture { Dirt } }
  cylinder { y*9.55, y*9.7, 1.3 texture { White } } cone { y*9.2,0.96,y*9.55,1.25 texture { White } } cylinder { y*9.7, y*9.76, 1.36 texture { Dark } }
  #local I = 0; #while (I < 20) cylinder { <1.3,9.75,0>,<1.3,10.35,0>,0.022 rotate y*18*I texture { Dark } } #local I = I + 1; #end
  torus { 1.3,0.03 translate y*10.35 texture { Dark } } torus { 1.3,0.018 translate y*10.08 texture { Dark } }
  cylinder { y*9.7,y*10.15,0.78 texture { White } }
  difference { cylinder { y*10.15,y*11.3,0.72 } cylinder { y*10.1,y*11.4,0.69 } pigment { rgbf <0.9,0.95,0.95,0.85> } finish { diffuse 0.05 specular 0.9 roughness 0.005 reflection { 0.1,0.8 } } }
  #local I = 0; #while (I < 10) cylinder { <0.73,10.15,0>,<0.73,11.3,0>,0.03 rotate y*36*I texture { Dark } } #local I = I + 1; #end
  torus { 0.73,0.03 translate y*10.72 texture { Dark } }
  sphere { 0,0.3 scale <1,1.3,1> translate y*10.7 pigment { rgb <1,0.9,0.6> } finish { emission 0.9 } }
  cylinder { y*11.28,y*11.38,0.88 texture { RW } }
  lathe { cubic_spline 6, <1,11.3>,<0.86,11.38>,<0.6,11.75>,<0.2,12.02>,<0,12.1>,<-0.2,12.1> pigment { srgb <0.66,0.08,0.07> } finish { specular 0.4 roughness 0.03 } }
  sphere { y*12.2,0.13 texture { Dark } } cylinder { y*12,y*12.9,0.025 texture { Dark } }
  // windows and door
  #local I = 0; #while (I < 3) superellipsoid { <0.4,0.3> scale <0.17,0.3,0.12> translate <0,2.8+I*2.5,-1.26+I*0.12> rotate y*(18) texture { Dark } } #local I = I + 1; #end
}
#declare House = union {
  box { <-1.7,0,-1.1>,<1.7,1.7,1.1> texture { White } texture { Dirt } }
  prism { linear_sweep linear_spline -1.9,1.9,4, <-1.35,1.6>,<0,2.75>,<1.35,1.6>,<-1.35,1.6> rotate <-90,0,0> rotate y*90 scale <1,1,1> texture { pigment { brick color srgb <0.28,0.1,0.07>, color srgb <0.60,0.24,0.16> brick_size <0.3,0.16,0.3> mortar 0.02 } finish { diffuse 0.8 } } }
  box { <0.7,2,-0.2>,<1.15,3.1,0.25> pigment { srgb <0.55,0.3,0.24> } }
  #local I = 0; #while (I < 2) box { <-1.1+I*1.5,0.65,-1.13>,<-0.55+I*1.5,1.3,-1.08> texture { Dark } } box { <-1.16+I*1.5,0.58,-1.12>,<-0.49+I*1.5,0.65,-1.0> texture { White } } #local I = I + 1; #end
  box { <-0.3,0,-1.14>,<0.2,1.25,-1.05> pigment { srgb <0.5,0.1,0.09> } } }
// rocky headland as a height field
#declare HL = function(x,z) { max(0, 1 - sqrt(pow((x-6)/15,2)+pow((z-3)/11,2)) + 0.35*(f_noise3d(x*0.22,3,z*0.22)-0.5)) }
#declare Rock = function(x,z) { 3.6*(1-exp(-HL(x,z)*4.2)) + min(1,HL(x,z)*5)*(1-0.8*min(1,pow(HL(x,z)*2.0,2)))*(1.6*f_ridged_mf(x*0.22+3,1,z*0.22,0.9,2.2,6,0.8,1.6,2)-0.9) + 0.1*f_noise3d(x*2,1,z*2) - 0.35 }
height_field { function 900, 700 { max(-1,Rock(x*44-14, (1-y)*34-14))/8+0.2 } smooth scale <44,8,34> translate <-14,-1.6,-14>
  texture { slope { y } texture_map {
    [0.66 pigment { granite color_map { [0 srgb <0.23,0.20,0.18>] [0.5 srgb <0.42,0.38,0.34>] [1 srgb <0.58,0.53,0.46>] } scale <2,0.7,2> } normal { granite 0.7 scale 1.2 } ]
    [0.86 pigment { granite color_map { [0 srgb <0.27,0.25,0.19>] [1 srgb <0.52,0.49,0.40>] } scale 1.5 } normal { granite 0.6 scale 0.8 } ]
    [0.93 pigment { bozo turbulence 0.6 color_map { [0.3 srgb <0.25,0.34,0.12>] [0.6 srgb <0.38,0.45,0.18>] [0.8 srgb <0.52,0.50,0.26>] } scale 0.7 } normal { bumps 0.9 scale 0.1 } ] } } }
object { Tower scale 0.98 translate <4.2,2.95,2> }
object { House rotate y*24 translate <8.6,2.95,2.6> }
// white fence
union { #declare I = 0; #while (I < 16) box { <I*0.62-6.6,0,-0.04>,<I*0.62-6.5,0.62,0.04> } #declare I = I + 1; #end box { <-6.6,0.45,-0.02>,<2.8,0.52,0.02> } texture { White } rotate y*8 translate <9.8,2.95,-0.7> }
// sea
#declare SeaH = function(x,z) { 0.55*f_noise3d(x*0.16+z*0.05,2,z*0.35) + 0.25*f_noise3d(x*0.5-z*0.2,7,z*0.8+x*0.15) + 0.09*f_noise3d(x*1.5,3,z*2.0+x*0.3) + 0.035*f_noise3d(x*4.5+z,5,z*5) }
#declare Foam = function(x,z) { max(0,Rock(x,z)+0.12 + 0.55*(f_noise3d(x*1.1,9,z*1.1)-0.5)) }
#declare SeaF = finish { diffuse 0.7 specular 0.7 roughness 0.006 reflection { 0.02, 0.9 fresnel on } conserve_energy }
#declare Water = texture { pigment { rgb <0.012,0.075,0.10> } normal { average normal_map { [1 bumps 0.25 scale <0.4,0.2,0.25>] [0.6 bumps 0.2 scale <0.12,0.1,0.08>] } } finish { SeaF } }
#declare White2 = texture { pigment { rgb 0.9 } normal { bumps 0.6 scale 0.12 } finish { diffuse 0.85 } }
height_field { function 800, 800 { SeaH(x*100-50,(1-y)*80-28) } smooth scale <100,1,80> translate <-50,-0.55,-28>
  texture { function { min(0.999, Foam(x,z)*1.15*(0.35+1.1*f_noise3d(x*2.5,1,z*4))) } texture_map { [0.28 Water] [0.5 White2] [1 White2] } } interior { ior 1.33 } }
plane { y, -0.12 texture { Water normal { average normal_map { [2 wrinkles 0.35 scale <5,2,2>] [1 bumps 0.35 scale <1.6,1,1>] } } } interior { ior 1.33 } clipped_by { plane { -z, -51 } } }
// gulls
#macro Gull(P, A, Sc) union { sphere_sweep { cubic_spline 7, <-1.4,0,0>,0.01 <-1,0.1,0>,0.012 <-0.5,0.28,0>,0.05 <0,0.05,0>,0.08 <0.5,0.28,0>,0.05 <1,0.1,0>,0.012 <1.4,0,0>,0.01 } sphere { 0,0.1 scale <1,0.9,2.6> } pigment { srgb 0.93 } rotate A scale Sc translate P } #end
Gull(<-4,9.6,-2>, <0,40,18>, 0.5) Gull(<-6.4,11,6>, <0,20,-20>, 0.5) Gull(<10.2,11.4,2>, <0,60,12>, 0.5)
fog { fog_type 2 fog_offset 0 fog_alt 10 distance 500 color rgb <0.70,0.74,0.78> }
