// size: 800x600 - a sailing boat at sea
#include "common.inc"
Globals(0, 1)
#default { finish { ambient 0 diffuse 0.8 } }
Cam(<-1,2.0,-18>, <0.9,3.55,0>, 45, 0, 0, 1)
Sky(rgb <0.07,0.22,0.58>, rgb <0.58,0.72,0.86>, rgb <1.0,0.99,0.97>, 0.45, 1.2, <1,0,4>)
light_source { <-60,55,-90> color rgb <1.0,0.95,0.84>*2.0 }
light_source { <60,80,-40> color rgb <0.30,0.40,0.55>*0.5 shadowless }
light_source { <0,-40,-60> color rgb <0.20,0.30,0.36>*0.5 shadowless }
// sea
#declare SeaH = function(x,z) { 0.75*f_noise3d(x*0.16+z*0.05,2,z*0.3) + 0.34*f_noise3d(x*0.5-z*0.2,7,z*0.75+x*0.15) + 0.12*f_noise3d(x*1.5,3,z*2.0+x*0.3) + 0.045*f_noise3d(x*4.5+z,5,z*5) }
#declare SeaT = texture { pigment { rgb <0.008,0.055,0.085> } normal { average normal_map { [1 bumps 0.22 scale <0.35,0.2,0.2>] [0.6 bumps 0.2 scale <0.12,0.1,0.08>] } } finish { diffuse 0.7 specular 0.9 roughness 0.004 reflection { 0.02, 0.95 fresnel on } conserve_energy } }
height_field { function 900, 900 { SeaH(x*90-45,(1-y)*90-20) } smooth scale <90,1,90> translate <-45,-0.55,-20> texture { SeaT } interior { ior 1.33 } }
plane { y, -0.1 texture { SeaT normal { average normal_map { [2 wrinkles 0.35 scale <5,2,2>] [1 bumps 0.35 scale <1.6,1,1>] } } } interior { ior 1.33 } clipped_by { plane { -z, -69 } } }
// hull: sections from bow (u=1) to stern (u=0)
#declare HB = function(u) { 0.95*pow(max(0,1-pow(max(0,u-0.02),2.6)),0.75)*(0.78+0.5*u*(1-u)*1.6) }
#declare HX = function(x,y,z) { -3.4 + 6.6*x + 0.5*x*(1-cos(y))*0 + 0.55*x*x*pow(max(0,abs(y)/1.5708),2) }
#declare HY = function(x,y,z) { 0.95+0.35*pow(x-0.35,2)*1.5 - (1.35-0.6*pow(x,3)-0.25*pow(1-x,2))*pow(max(0,cos(y)),0.55) }
#declare HZ = function(x,y,z) { HB(x)*sin(y) }
#declare HullM = PMesh(HX, HY, HZ, 0.0, 0.999, 50, -1.5707, 1.5707, 40)
#declare SailT = texture { pigment { gradient y color_map { [0 srgb <0.80,0.79,0.75>] [0.015 srgb <0.97,0.96,0.93>] [0.985 srgb <0.97,0.96,0.93>] [1 srgb <0.80,0.79,0.75>] } scale 0.95 rotate z*-8 } normal { wrinkles 0.12 scale 1.2 } finish { diffuse 0.7,0.4 } }
// main sail: u along the foot (mast to clew), v up; jib: on the fore stay
#declare MX = function(x,y,z) { 0.64 - 3.45*x*(1-pow(y,1.15)) - 0.15*sin(pi*y)*x }
#declare MY = function(x,y,z) { 1.95 + 6.7*y }
#declare MZ = function(x,y,z) { -(0.72*x*(1-y*0.6) + 0.55*sin(pi*pow(x,0.75))*(1-y)*(0.35+y)*1.2) }
#declare MainM = PMesh(MX, MY, MZ, 0, 1, 30, 0, 0.985, 40)
#declare JX = function(x,y,z) { 3.55 - 2.7*y*1.0 - 2.95*x*(1-y) }
#declare JY = function(x,y,z) { 1.45 + 6.75*y + 0.18*x*(1-y) }
#declare JZ = function(x,y,z) { -(0.5*x*(1-y) + 0.55*sin(pi*pow(x,0.7))*(1-y)) }
#declare JibM = PMesh(JX, JY, JZ, 0, 1, 30, 0, 0.985, 40)
#declare Boat = union {
  object { HullM texture { gradient y texture_map { [0.40 pigment { srgb <0.55,0.08,0.08> } finish { specular 0.4 roughness 0.02 }] [0.40 pigment { srgb <0.94,0.94,0.92> } finish { specular 0.6 roughness 0.01 reflection { 0.0, 0.2 fresnel on } }] [0.86 pigment { srgb <0.94,0.94,0.92> } finish { specular 0.6 roughness 0.01 reflection { 0, 0.2 fresnel on } }] [0.86 pigment { srgb <0.08,0.16,0.36> }] } scale 1.2 translate y*-0.35 } interior { ior 1.4 } }
  // deck
  intersection { box { <-3.38,0.8,-1.2>,<3.6,0.93,1.2> } cylinder { y*0.7, y*1, 1 scale <4.4,1,0.97> translate x*-0.9 } plane { -x, 3.38 } pigment { srgb <0.70,0.52,0.34> } }
  // cabin
  superellipsoid { <0.25,0.3> scale <1.3,0.3,0.52> translate <0.4,1.12,0> pigment { srgb <0.95,0.95,0.93> } finish { specular 0.4 roughness 0.02 } }
  #local I = 0; #while (I < 3) superellipsoid { <0.4,0.3> scale <0.24,0.09,0.02> translate <-0.3+I*0.7,1.15,-0.52> pigment { srgb <0.05,0.07,0.1> } finish { specular 0.9 roughness 0.01 reflection 0.2 } } #local I = I + 1; #end
  // mast, boom, stays
  union { cone { <0.7,0.9,0>,0.07,<0.7,8.9,0>,0.04 } cylinder { <0.7,1.85,0>,<-2.9,1.8,-0.75>,0.055 } pigment { srgb <0.75,0.72,0.68> } finish { specular 0.5 roughness 0.02 } }
  union { cylinder { <0.7,8.8,0>,<3.65,1.2,0>,0.012 } cylinder { <0.7,8.8,0>,<-3.35,1.1,0>,0.012 } cylinder { <0.7,8.0,0>,<0.5,1,0.9>,0.012 } cylinder { <0.7,8.0,0>,<0.5,1,-0.9>,0.012 }
    cylinder { <3.5,1.5,0>,<-3.3,1.45,0>,0.001 } pigment { srgb 0.35 } }
  // helmsman
  union { sphere_sweep { linear_spline 2, <-2.2,1.0,-0.1>,0.24 <-2.15,1.5,-0.1>,0.2 pigment { srgb <0.85,0.3,0.1> } } sphere { <-2.12,1.86,-0.1>,0.15 pigment { srgb <0.75,0.52,0.4> } } sphere { 0,0.16 scale <1,0.6,1> translate <-2.13,1.95,-0.1> pigment { srgb <0.9,0.9,0.85> } } }
  // sails, with panel seams
  object { MainM texture { SailT } } object { JibM texture { SailT } }
}
object { Boat rotate <-9,0,1.5> rotate y*-14 translate <0.4,-0.1,0> }
// bow wave and wake
#declare R = seed(7); #declare I = 0;
union { #while (I < 420) #local T = rand(R); #local Sd = (rand(R)<0.75 ? -1 : 1);
  sphere { 0, 0.02+0.06*rand(R) scale <1.8,0.5,1> translate <3.0-6.9*T, 0.02+0.2*pow(1-T,4)*rand(R), Sd*(0.32+0.62*sqrt(T)+0.12*rand(R))> }
  #declare I = I + 1; #end
  rotate y*-14 translate <0.4,-0.02,0> pigment { rgb 0.95 transmit 0.25 } finish { diffuse 0.9 } }
// distant coast
height_field { function 400, 60 { max(0, 0.55*f_noise3d(x*5,2,y*2)+0.3*f_noise3d(x*16,4,y*3)+0.1*f_noise3d(x*50,4,y*9) - 0.35*abs(2*y-1) - 0.25) } smooth scale <900,90,120> translate <-620,-8,420>
  pigment { srgb <0.30,0.38,0.36> } }
fog { fog_type 2 fog_offset 0 fog_alt 14 distance 420 color rgb <0.56,0.69,0.82> }
