// size: 800x600 - a snowman in a winter meadow
#include "common.inc"
Globals(0, 1)
#default { finish { ambient 0 diffuse 0.8 } }
Cam(<-0.6,1.9,-9.4>, <0.1,2.2,0>, 42, 0.05, <0,1.7,0>, 14)
#declare SnowF = function { pattern { granite scale 2 } }
#declare SnowT = texture { pigment { color rgb <0.88,0.91,0.96> } normal { average normal_map { [1 bumps 0.5 scale 0.06] [1 granite 0.25 scale 0.25] [0.7 bumps 0.5 scale 0.22] } } finish { diffuse 0.9 specular 0.12 roughness 0.03 } }
#macro Ball(R) isosurface { function { sqrt(x*x+y*y+z*z) - R + 0.09*R*f_noise3d(x*2.2/R+7*R,y*2.2/R,z*2.2/R) + 0.05*f_noise3d(x*9,y*9,z*9) + 0.022*f_noise3d(x*25,y*25,z*25) } contained_by { sphere { 0, R*1.01 } } max_gradient 1.9 accuracy 0.002 texture { SnowT } } #end
object { Ball(1.18) scale <1,0.9,1> translate y*0.9 }
object { Ball(0.88) scale <1,0.92,1> translate y*2.35 }
object { Ball(0.63) translate y*3.38 }
#declare Coal = texture { pigment { srgb 0.07 } normal { granite 0.6 scale 0.1 } finish { specular 0.3 roughness 0.05 } }
#macro Lump(R) isosurface { function { sqrt(x*x+y*y+z*z) - 1 + 0.5*f_noise3d(x*2.5,y*2.5,z*2.5) } contained_by { sphere { 0, 1 } } max_gradient 2.2 scale R texture { Coal } } #end
object { Lump(0.1) translate <-0.2,3.55,-0.53> } object { Lump(0.1) translate <0.2,3.56,-0.53> }
#declare I = -2; #while (I <= 2) object { Lump(0.06) translate <I*0.12,3.1+0.02*I*I,-0.53+0.02*I*I> } #declare I = I + 1; #end
object { Lump(0.105) translate <0.0,2.68,-0.78> } object { Lump(0.105) translate <0.02,2.34,-0.84> } object { Lump(0.105) translate <0.0,2.0,-0.8> }
// carrot
union { cone { <0,3.36,-0.5>, 0.115, <0.1,3.31,-1.25>, 0.015 } sphere { <0,3.36,-0.5>, 0.115 }
  texture { pigment { srgb <0.95,0.45,0.1> } normal { gradient z 0.5 scale 0.07 turbulence 0.2 } finish { diffuse 0.8 specular 0.2 roughness 0.05 } } }
// hat
union { cylinder { y*3.86, y*3.92, 0.72 } torus { 0.72, 0.03 translate y*3.89 } cone { y*3.9, 0.46, y*4.62, 0.5 } torus { 0.47,0.03 translate y*4.62 }
  cylinder { y*3.93, y*4.1, 0.478 texture { pigment { srgb <0.6,0.07,0.08> } finish { diffuse 0.8 } } }
  texture { pigment { srgb <0.10,0.10,0.11> } normal { bumps 0.2 scale 0.02 } finish { diffuse 0.8 specular 0.1 roughness 0.1 } } rotate z*-5 translate <-0.27,0.02,0> }
// scarf
#declare ScarfP = texture { pigment { gradient y color_map { [0 srgb <0.72,0.08,0.1>] [0.5 srgb <0.72,0.08,0.1>] [0.5 srgb <0.93,0.9,0.85>] [0.62 srgb <0.93,0.9,0.85>] [0.62 srgb <0.72,0.08,0.1>] } scale 0.36 } normal { quilted 0.8 scale 0.06 } finish { diffuse 0.75 } }
union { torus { 0.55, 0.17 scale <1,0.85,1> rotate <-4,0,3> translate y*2.93 texture { pigment { srgb <0.72,0.08,0.1> } normal { radial 0.8 frequency 60 } finish { diffuse 0.75 } } }
  superellipsoid { <0.3,0.25> scale <0.19,0.58,0.06> rotate <-12,12,8> translate <0.42,2.35,-0.82> texture { ScarfP } }
  #declare I = 0; #while (I < 9) cylinder { <0.30+I*0.035,1.86,-0.99+I*0.008>, <0.27+I*0.038,1.68,-1.0>, 0.014 texture { ScarfP } } #declare I = I + 1; #end }
// stick arms
#declare Bark = texture { pigment { granite color_map { [0 srgb <0.22,0.15,0.1>] [1 srgb <0.42,0.31,0.22>] } scale 0.1 } normal { granite 0.5 scale 0.08 } }
#macro Arm() union { sphere_sweep { cubic_spline 6, <0.3,2.3,0>,0.06 <0.7,2.45,0>,0.058 <1.2,2.75,-0.1>,0.05 <1.6,3.05,-0.1>,0.042 <2.0,3.45,-0.15>,0.025 <2.2,3.6,-0.15>,0.02 }
   cone { <1.55,3.0,-0.1>,0.038,<2.05,3.1,-0.2>,0.012 } cone { <1.65,3.1,-0.1>,0.034,<1.62,3.55,-0.05>,0.012 } texture { Bark } } #end
object { Arm() } object { Arm() scale <-1,0.96,1> rotate y*8 }
// ground
#declare GF = function(x,z) { 0.34*f_noise3d(x*0.28,3,z*0.28) + 0.06*f_noise3d(x*1.6,1,z*1.6) + 0.012*f_noise3d(x*9,1,z*9) }
height_field { function 500, 500 { GF(x*60-30, (1-y)*60-14) } smooth scale <60,1,60> translate <-30,0,-14> translate -y*0.22 texture { SnowT } }
plane { y, 0 texture { SnowT } translate y*-0.1 }
// fir trees dusted with snow
#macro Fir(H, Sd) 
  #local R = seed(Sd); #local K = 0;
  mesh { #while (K < 26) #local T = K/26; #local Y0 = H*(0.1+0.9*T); #local RR = H*0.27*(1-T)+0.05; #local N = 34;
    #local I = 0; #while (I < N) #local A = rand(R)*360; #local Q = RR*(0.75+0.45*rand(R)); #local Wd = 0.13*Q+0.05; #local Dr = Q*(0.35+0.25*rand(R));
      #local D = vrotate(x,y*A); #local E = vrotate(z,y*A);
      triangle { y*(Y0+0.12*RR), D*Q-y*Dr*0.8+E*Wd+y*Y0, D*Q-y*Dr*0.8-E*Wd+y*Y0 }
      triangle { D*Q*0.45+y*(Y0-Dr*0.2), D*Q*1.18-y*Dr+y*Y0, D*Q*0.8-y*Dr*1.1+y*Y0+E*Wd*2 }
    #local I = I + 1; #end #local K = K + 1; #end
    texture { slope { y } texture_map { [0.56 pigment { srgb <0.10,0.20,0.13> } ] [0.68 pigment { bozo color_map { [0.45 srgb <0.12,0.23,0.15>] [0.6 srgb <0.85,0.88,0.94>] } scale 0.25 } ] [0.86 pigment { srgb <0.9,0.92,0.97> } ] } } }
#end
#declare F1 = Fir(6,1) #declare F2 = Fir(7.5,2) #declare F3 = Fir(5,3)
#declare R = seed(5); #declare I = 0; #while (I < 46)
  #declare Z = 13 + 24*rand(R); #declare X = (rand(R)-0.5)*1.5*(Z+4);
  object { #if (mod(I,3)=0) F1 #else #if (mod(I,3)=1) F2 #else F3 #end #end rotate y*rand(R)*360 scale 0.7+0.5*rand(R) translate <X,-0.2,Z> }
#declare I = I + 1; #end
object { F3 translate <-4.6,-0.1,7> } object { F1 scale 0.9 rotate y*40 translate <5.3,-0.1,9> }
Sky(rgb <0.16,0.34,0.70>, rgb <0.62,0.74,0.88>, rgb <0.97,0.97,1.0>, 0.42, 1, <3,0,7>)
fog { fog_type 2 fog_offset 0 fog_alt 4 distance 70 color rgb <0.66,0.75,0.87> }
light_source { <-70,48,-60> color rgb <1.0,0.90,0.74>*1.22 }
light_source { <30,90,-50> color rgb <0.30,0.40,0.56>*0.42 shadowless }
light_source { <-10,-50,-60> color rgb <0.30,0.36,0.46>*0.45 shadowless }
