// size: 800x600 - snowy mountains above a lake
#include "common.inc"
Globals(0, 1)
Cam(<0,1.6,-30>, <0,14.0,100>, 48, 0, 0, 1)
Sky(rgb <0.06,0.20,0.55>, rgb <0.58,0.72,0.88>, rgb <1.0,0.98,0.95>, 0.4, 1.3, <2.5,0,9>)
light_source { <-160,90,-60> color rgb <1.0,0.90,0.74>*2.2 }
light_source { <90,120,-120> color rgb <0.26,0.38,0.60>*0.55 shadowless }
// mountains: a few peaks carved by ridged noise
#declare Pk = function(x,z,px,pz,h,w) { h*max(0,1-pow((pow((x-px)/w,2)+pow((z-pz)/(w*0.9),2)),0.5)) }
#declare Big = function(x,z) { max(max(Pk(x,z,22,205,78,120), Pk(x,z,-75,180,58,92)), max(Pk(x,z,120,190,52,90), Pk(x,z,-15,250,62,110))) }
#declare MtH = function(x,z) { Big(x,z)*(0.50+0.42*f_ridged_mf(x*0.014+4.3,0.7,z*0.014+1.7,0.95,2.15,9,0.85,1.9,2)) + 9*(f_ridged_mf(x*0.05,3,z*0.05,0.9,2.2,6,0.8,1.5,2)-0.6)*min(1,Big(x,z)/25) }
#declare Fm = function(x,y,z) { y + 9*(f_noise3d(x*0.06,1,z*0.06)-0.5) + 5*(f_noise3d(x*0.3,3,z*0.3)-0.5) }
#declare Snow = texture { pigment { rgb <0.90,0.93,0.97> } normal { granite 0.25 scale 6 } finish { diffuse 0.85 } }
#declare RockT = texture { pigment { granite turbulence 0.3 color_map { [0 srgb <0.26,0.25,0.26>] [0.5 srgb <0.40,0.38,0.37>] [1 srgb <0.54,0.50,0.46>] } scale <14,5,14> } normal { granite 0.9 scale 7 } finish { diffuse 0.8 } }
#declare Wood = texture { pigment { bozo turbulence 0.5 color_map { [0.2 srgb <0.08,0.14,0.08>] [0.55 srgb <0.16,0.24,0.10>] [0.8 srgb <0.27,0.33,0.14>] } scale 1.3 } normal { bumps 1.2 scale 0.7 } finish { diffuse 0.75 } }
#declare Meadow = texture { pigment { bozo turbulence 0.6 color_map { [0.3 srgb <0.30,0.37,0.14>] [0.7 srgb <0.46,0.47,0.22>] } scale 5 } normal { bumps 0.6 scale 0.5 } finish { diffuse 0.75 } }
#declare SnowRock = texture { slope { y } texture_map { [0.62 RockT] [0.70 Snow] } }
#declare LowRock = texture { slope { y } texture_map { [0.60 RockT] [0.72 Meadow] } }
height_field { function 1100, 800 { max(0,MtH(x*420-210, (1-y)*260+40)+3)/100 } smooth scale <420,100,260> translate <-210,-3,40>
  texture { function { max(0,min(0.999,Fm(x,y,z)/60)) } texture_map { [0.13 Wood] [0.22 Wood] [0.27 LowRock] [0.36 RockT] [0.45 SnowRock] [0.72 SnowRock] [0.86 Snow] } } }
// shore with fir trees
#declare ShH = function(x,z) { 2.6*(z-36)/16 + 2.4*(f_noise3d(x*0.09,4,z*0.1)-0.5) + 0.8*(f_noise3d(x*0.4,4,z*0.4)-0.5) - 0.4 }
height_field { function 500, 120 { max(0,ShH(x*260-130,(1-y)*34+30)+2)/10 } smooth scale <260,10,34> translate <-130,-2,30>
  texture { Meadow } }
#macro Fir(Sd) #local R = seed(Sd); #local K = 0;
  mesh { #while (K < 16) #local T = K/16; #local Y0 = 0.08+0.92*T; #local RR = 0.2*(1-T)+0.012; #local N = 16;
    #local I = 0; #while (I < N) #local A = rand(R)*360; #local Q = RR*(0.6+0.6*rand(R)); #local D = vrotate(x,y*A); #local E = vrotate(z,y*A);
      triangle { y*(Y0+0.09), D*Q+y*(Y0-0.5*Q)+E*Q*0.3, D*Q+y*(Y0-0.6*Q)-E*Q*0.3 }
    #local I = I + 1; #end #local K = K + 1; #end
    texture { pigment { bozo color_map { [0.3 srgb <0.07,0.13,0.07>] [0.8 srgb <0.19,0.27,0.11>] } scale 0.08 } finish { diffuse 0.8 } } }
#end
#declare F = array[4]; #declare I = 0; #while (I < 4) #declare F[I] = Fir(I+1) #declare I = I + 1; #end
#declare R = seed(11); #declare I = 0; #while (I < 1500)
  #declare X = rand(R)*210-105; #declare Z = 37+26*rand(R); #declare Y = ShH(X,Z);
  #if (Y > 0.25 & f_noise3d(X*0.06,8,Z*0.08) > 0.36+0.12*rand(R)) object { F[mod(I,4)] rotate y*rand(R)*360 scale <1.1,1,1.1>*(2.0+1.7*rand(R)) translate <X,Y-0.1,Z> } #end
#declare I = I + 1; #end
// lake
plane { y, 0 pigment { rgb <0.010,0.040,0.045> } normal { average normal_map { [1 bumps 0.035 scale <2.2,1,0.7>] [1 bumps 0.03 scale <0.5,0.3,0.2>] [0.6 wrinkles 0.05 scale <14,1,3>] } } finish { diffuse 0.6 specular 0.2 roughness 0.01 reflection { 0.03, 0.95 fresnel on } conserve_energy } interior { ior 1.33 } }
// stones at the near shore
#declare R = seed(3); #declare I = 0; #while (I < 60)
  #declare Sz = 0.10+0.42*pow(rand(R),3); #declare X = (rand(R)-0.5)*9; 
  isosurface { function { sqrt(x*x+y*y+z*z)-1+0.5*f_noise3d(x*1.5+I,y*1.5,z*1.5) } contained_by { sphere { 0,1 } } max_gradient 2 scale <1.3,0.7,1>*Sz rotate y*rand(R)*360 translate <X,-0.06,-25.3+1.5*rand(R)+0.06*X*X>
    pigment { granite color_map { [0 srgb <0.30,0.29,0.28>] [1 srgb <0.56,0.53,0.48>] } scale 0.4 } normal { granite 0.4 scale 0.3 } finish { diffuse 0.75 specular 0.2 roughness 0.03 } }
#declare I = I + 1; #end
fog { fog_type 2 fog_offset 0 fog_alt 40 distance 900 color rgb <0.52,0.66,0.84> }
