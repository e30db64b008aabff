// size: 600x800 - a hot-air balloon over the fields
#include "common.inc"
Globals(0, 1)
Cam(<0,30,-42>, <0.8,33.4,0>, 25.5, 0, 0, 1)
Sky(rgb <0.10,0.28,0.64>, rgb <0.66,0.76,0.87>, rgb <1.0,0.97,0.94>, 0.46, 1.2, <12,0,3>)
light_source { <-120,100,-110> color rgb <1.0,0.91,0.76>*2.0 }
light_source { <60,80,-80> color rgb <0.32,0.42,0.58>*0.5 shadowless }
light_source { <0,-90,-50> color rgb <0.34,0.36,0.26>*0.4 shadowless }
// envelope: 24 gores that bulge between the load tapes
#declare ER = function(y) { 5.2*pow(max(0,sin(min(pi,y*1.0))),0.86)*(1-0.30*pow(y/pi,2.2)) }
#declare EX = function(x,y,z) { (ER(y)*(1+0.035*abs(sin(12*x))-0.02) + 1.0*max(0,(y-2.6)/0.54))*cos(x) }
#declare EY = function(x,y,z) { 5.4*cos(y*0.94) - 0.9*pow(max(0,y-1.5),2) }
#declare EZ = function(x,y,z) { (ER(y)*(1+0.035*abs(sin(12*x))-0.02) + 1.0*max(0,(y-2.6)/0.54))*sin(x) }
#declare Cloth = finish { diffuse 0.72,0.25 specular 0.12 roughness 0.06 }
#declare C1 = srgb <0.82,0.10,0.10>; #declare C2 = srgb <0.96,0.60,0.08>; #declare C3 = srgb <0.97,0.86,0.25>; #declare C4 = srgb <0.12,0.28,0.62>;
#declare EnvP = pigment { uv_mapping gradient y pigment_map {
   [0 color C1] [0.10 color C1] [0.10 color C3] [0.14 color C3]
   [0.14 gradient x color_map { [0 C1][0.25 C1][0.25 C2][0.5 C2][0.5 C3][0.75 C3][0.75 C4][1 C4] } scale 1/6 ]
   [0.62 gradient x color_map { [0 C1][0.25 C1][0.25 C2][0.5 C2][0.5 C3][0.75 C3][0.75 C4][1 C4] } scale 1/6 ]
   [0.62 color C3] [0.66 color C3] [0.66 color C4] [0.86 color C4] [0.86 color C1] [1 color C1] } }
#declare Env = object { PMesh(EX, EY, EZ, 0, 2*pi, 192, 0.001, 3.0, 60) texture { pigment { EnvP } finish { Cloth } } }
#declare Rope = texture { pigment { srgb 0.2 } }
#declare Basket = union {
  difference { superellipsoid { <0.25,0.12> scale <0.75,0.55,0.6> } box { <-0.66,-0.4,-0.51>,<0.66,1,0.51> }
    pigment { brick color srgb <0.30,0.19,0.09>, color srgb <0.58,0.40,0.2> brick_size <0.16,0.07,0.16> mortar 0.012 } normal { quilted 0.5 scale 0.07 } }
  box { <-0.78,0.48,-0.63>,<0.78,0.58,0.63> pigment { srgb <0.32,0.2,0.12> } }
  #local I = 0; #while (I < 2) sphere_sweep { linear_spline 2, <-0.25+I*0.5,0.3,-0.1>,0.16 <-0.25+I*0.5,0.75,-0.1>,0.14 pigment { srgb <0.2+0.5*I,0.25,0.5-0.3*I> } } sphere { <-0.25+I*0.5,1.02,-0.1>,0.12 pigment { srgb <0.8,0.6,0.48> } } #local I = I + 1; #end
  #local I = 0; #while (I < 4) #local SX = (mod(I,2)=0 ? -1 : 1); #local SZ = (I<2 ? -1 : 1);
    cylinder { <SX*0.7,0.5,SZ*0.55>,<SX*0.55,1.7,SZ*0.42>,0.03 texture { Rope } }
    cylinder { <SX*0.55,1.7,SZ*0.42>,<SX*0.82,3.9,SZ*0.82>,0.018 texture { Rope } } cylinder { <SX*0.55,1.7,SZ*0.42>,<SX*1.1,3.9,SZ*0.3>,0.018 texture { Rope } }
  #local I = I + 1; #end
  box { <-0.55,1.66,-0.42>,<0.55,1.72,0.42> texture { Rope } } cylinder { y*1.6,y*2.0,0.16 pigment { srgb 0.6 } finish { specular 0.6 } }
  sphere { 0,1 scale <0.1,0.6,0.1> translate y*2.5 hollow pigment { rgbt 1 } interior { media { emission <3,1.6,0.5> density { spherical scale 1 } } } }
}
union { object { Env rotate y*8 translate y*5.6 } object { Basket rotate y*24 scale 1.15 translate y*-4.75 } translate <0.2,33.0,0> }
union { object { Env rotate y*50 translate y*5.6 pigment { EnvP } } object { Basket scale 1.15 translate y*-4.75 } scale 0.9 translate <26,30,125> }
// land: patchwork of fields, woods, hills
#declare FieldF = function(x,z) { f_noise3d(floor(x/16+0.6*f_noise3d(x/40,1,z/40))*7.3, 2, floor(z/24+0.7*f_noise3d(x/30,5,z/50))*5.1) }
#declare Land = function(x,z) { 14*f_noise3d(x*0.006,2,z*0.006) + 3*f_noise3d(x*0.03,6,z*0.03) + 60*max(0,(z-700)/900)*f_noise3d(x*0.0035,9,z*0.0035) }
height_field { function 700, 700 { Land(x*1800-900,(1-y)*1800-60)/100 } smooth scale <1800,100,1800> translate <-900,-14,-60>
  texture { pigment { function { min(0.999,max(0,f_noise3d(x*0.035,3,z*0.035)*1.15-0.08)) } pigment_map {
    [0.64 function { FieldF(x,z) } color_map { [0.25 srgb <0.36,0.52,0.16>] [0.38 srgb <0.55,0.62,0.20>] [0.46 srgb <0.83,0.74,0.34>] [0.52 srgb <0.86,0.79,0.42>] [0.54 srgb <0.42,0.55,0.18>] [0.64 srgb <0.66,0.50,0.28>] [0.7 srgb <0.34,0.50,0.17>] } ]
    [0.66 bozo color_map { [0.3 srgb <0.08,0.15,0.07>] [0.8 srgb <0.18,0.26,0.10>] } scale 2.5 ] } }
    normal { bumps 0.4 scale 1.5 } finish { diffuse 0.8 } } }
fog { fog_type 2 fog_offset -10 fog_alt 30 distance 800 color rgb <0.62,0.73,0.85> }
