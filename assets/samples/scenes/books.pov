// size: 800x600 - a stack of old books and a pair of open pages
#include "common.inc"
Globals(40, 0.8)
Cam(<1.8,3.6,-9.4>, <0.15,1.55,0>, 38, 0.14, <0,1.6,-1.6>, 19)
#declare PageT = texture { pigment { gradient y color_map { [0 srgb <0.80,0.72,0.56>] [0.5 srgb <0.93,0.88,0.74>] [1 srgb <0.80,0.72,0.56>] } scale 0.03 turbulence 0.01 } normal { gradient y 0.6 scale 0.02 } finish { diffuse 0.8 } }
// width (x, spine to the front: spine faces -z), height along x
#macro Book(L, D, Th, C, Gold, Sd)
  #local Cl = texture { pigment { granite color_map { [0 color C*0.7] [0.6 color C] [1 color C*1.25] } scale 0.6 } normal { average normal_map { [1 leopard 0.3 scale 0.008] [0.4 wrinkles 0.4 scale 0.2] } } finish { diffuse 0.75 specular 0.18 roughness 0.04 } }
  #local Gd = texture { pigment { srgb <0.83,0.66,0.32> } finish { diffuse 0.5 specular 0.8 roughness 0.03 reflection 0.15 metallic } }
  union {
    box { <-L/2+0.08,0.07,-D/2+0.1>,<L/2-0.08,Th-0.07,D/2-0.08> texture { PageT } }
    superellipsoid { <0.02,0.3> scale <L/2,0.04,D/2> translate y*0.04 texture { Cl } }
    superellipsoid { <0.02,0.3> scale <L/2,0.04,D/2> translate y*(Th-0.04) texture { Cl } }
    intersection { cylinder { <-L/2,0,0>,<L/2,0,0>,1 scale <1,Th/2,0.16> translate <0,Th/2,-D/2+0.02> } plane { z, -D/2+0.05 } texture { Cl } }
    #if (Gold)
      // raised bands and gilt lines on the spine
      #local I = -2; #while (I <= 2)
        intersection { torus { 1, 0.05 rotate z*90 scale <1,Th/2*1.0,0.16> } plane { z, 0 } scale <0.7,1.04,1.1> translate <I*L*0.18,Th/2,-D/2+0.02> texture { Cl } }
        #local J = -1; #while (J <= 1) intersection { cylinder { <-0.012,0,0>,<0.012,0,0>,1.012 scale <1,Th/2,0.162> } plane { z, 0 } translate <I*L*0.18+J*0.07*(J!=0),Th/2,-D/2+0.02> texture { Gd } } #local J = J + 2; #end
      #local I = I + 1; #end
      intersection { cylinder { <-L*0.075,0,0>,<L*0.075,0,0>,1.006 scale <1,Th/2,0.161> } plane { z,0 } box { <-1,-Th*0.3,-1>,<1,Th*0.3,1> } translate <L*0.09,Th/2,-D/2+0.02> texture { pigment { color C*0.25 } finish { specular 0.2 roughness 0.03 } } }
      #local R = seed(Sd+50); #local K = 0; #while (K < 2) #local X = -L*0.06; #while (X < L*0.052) #local W = 0.015+0.035*rand(R);
        #if (rand(R) > 0.12) intersection { cylinder { <X,0,0>,<X+W,0,0>,1.012 scale <1,Th/2,0.163> } plane { z,0 } box { <-9,0.03-0.16*K,-1>,<9,0.09-0.16*K+0.04*rand(R),1> } translate <L*0.09,Th/2,-D/2+0.02> texture { Gd } } #end
      #local X = X + W + 0.022; #end #local K = K + 1; #end
    #else
      intersection { cylinder { <-L*0.42,0,0>,<-L*0.40,0,0>,1.012 scale <1,Th/2,0.162> } plane { z,0 } translate <0,Th/2,-D/2+0.02> texture { Gd } }
      intersection { cylinder { <L*0.40,0,0>,<L*0.42,0,0>,1.012 scale <1,Th/2,0.162> } plane { z,0 } translate <0,Th/2,-D/2+0.02> texture { Gd } }
      // lettering: short gilt strokes
      #local R = seed(Sd); #local X = -L*0.27; #while (X < L*0.27) #local W = 0.03+0.05*rand(R);
        #if (rand(R) > 0.14) intersection { cylinder { <X,0,0>,<X+W,0,0>,1.012 scale <1,Th/2,0.162> } plane { z,0 } box { <-9,-0.09,-1>,<9,0.02+0.07*rand(R),1> } translate <0,Th/2,-D/2+0.02> texture { Gd } } #end
      #local X = X + W + 0.035; #end
    #end
  }
#end
object { Book(5.0,3.5,0.72, S(0.40,0.10,0.09), 1, 1) rotate y*6 }
object { Book(4.7,3.3,0.52, S(0.12,0.22,0.36), 0, 2) rotate y*-5 translate <0.1,0.72,0> }
object { Book(4.5,3.1,0.82, S(0.16,0.27,0.17), 1, 3) rotate y*9 translate <-0.1,1.24,0> }
object { Book(4.1,2.9,0.44, S(0.62,0.46,0.24), 0, 4) rotate y*-3 translate <0.1,2.06,0> }
object { Book(3.7,2.6,0.56, S(0.36,0.17,0.26), 0, 5) rotate y*16 translate <-0.05,2.5,0> }
// standing books at the back
#declare R = seed(9); #declare X = -6.4; #declare I = 0;
#while (X < 7) #declare Th = 0.42+0.5*rand(R); #declare L = 3.4+1.4*rand(R);
  object { Book(L,2.6,Th, <0.05+0.22*rand(R),0.04+0.12*rand(R),0.03+0.12*rand(R)>, (rand(R)>0.5), 20+I) translate -y*Th/2 rotate z*90 translate <X+Th/2,L/2,4.0+0.15*rand(R)> }
  #declare X = X + Th + 0.015; #declare I = I + 1; #end
box { <-12,-0.4,-1.5+3.0>,<12,-0.02,6> WoodT(77, S(0.24,0.13,0.07), S(0.44,0.26,0.15), 1) }
Table(-12, 12, -6, 7, 2.1, S(0.26,0.15,0.09), S(0.50,0.32,0.19), 1, 41)
plane { -z, -5.8 pigment { srgb <0.36,0.30,0.26> } }
Window(<-9,6.5,-5>, 5, 7, -65, rgb <1,1.02,1.1>*3)
light_source { <-8,9,-8> color rgb <1.0,0.95,0.86>*1.9 area_light y*3.5, z*3 3 3 adaptive 0 jitter }
sky_sphere { pigment { color rgb <0.32,0.30,0.28> } }
