// size: 800x600 - a chess board with pieces
#include "common.inc"
Globals(40, 0.7)
Cam(<-3.2,4.6,-8.6>, <-0.35,0.45,-0.4>, 40, 0.16, <-0.9,0.8,-2.5>, 19)
#declare WhiteT = texture { pigment { wood turbulence 0.1 color_map { [0 srgb <0.95,0.84,0.66>] [1 srgb <0.88,0.74,0.53>] } scale 0.09 rotate x*84 } finish { diffuse 0.75 specular 0.4 roughness 0.015 reflection { 0.01, 0.3 fresnel on } conserve_energy } }
#declare BlackT = texture { pigment { wood turbulence 0.1 color_map { [0 srgb <0.16,0.10,0.08>] [1 srgb <0.09,0.06,0.05>] } scale 0.09 rotate x*84 } finish { diffuse 0.75 specular 0.5 roughness 0.015 reflection { 0.01, 0.4 fresnel on } conserve_energy } }
// board
#declare I = 0; #while (I < 8) #declare J = 0; #while (J < 8)
  superellipsoid { <0.02,0.02> scale <0.496,0.1,0.496>
    #if (mod(I+J,2) = 0) WoodT(I*8+J+100, S(0.20,0.10,0.06), S(0.36,0.20,0.11), 1.4) #else WoodT(I*8+J+300, S(0.74,0.55,0.35), S(0.90,0.76,0.56), 1.4) #end
    translate <I-3.5,-0.1,J-3.5> }
#declare J = J + 1; #end #declare I = I + 1; #end
#declare I = 0; #while (I < 4)
  superellipsoid { <0.04,0.04> scale <4.65,0.16,0.32> WoodT(700+I, S(0.17,0.08,0.05), S(0.30,0.15,0.08), 1.6) translate <0,-0.14,-4.33> rotate y*90*I }
#declare I = I + 1; #end
union { Table(-24, 24, -16, 16, 3, S(0.34,0.22,0.13), S(0.58,0.42,0.28), 0.7, 11) translate -y*0.3 }
// pieces, turned on the lathe
#macro Base(R, H) lathe { cubic_spline 12, <-0.1,0>,<0,0>,<R*0.95,0>,<R,0.04>,<R,0.12>,<R*0.86,0.18>,<R*0.84,0.22>,<R*0.6,0.32>,<R*0.42,H*0.5>,<R*0.36,H>,<0,H+0.01>,<-0.1,H+0.01> } #end
#declare Pawn = union { Base(0.31,0.62) torus { 0.15,0.035 translate y*0.62 } cylinder { y*0.58,y*0.66,0.15 } sphere { y*0.82,0.19 } }
#declare Rook = union { Base(0.36,0.78) torus { 0.2,0.035 translate y*0.8 }
  difference { cylinder { y*0.78,y*1.12,0.27 } cylinder { y*1.0,y*1.2,0.19 } #local I=0; #while (I<3) box { <-0.4,1.03,-0.045>,<0.4,1.2,0.045> rotate y*60*I } #local I=I+1; #end } }
#declare Bishop = union { Base(0.35,0.98) torus { 0.18,0.035 translate y*0.98 } torus { 0.14,0.03 translate y*1.05 } cylinder { y*0.9,y*1.08,0.15 }
  difference { sphere { 0,0.2 scale <1,1.5,1> translate y*1.32 } box { <-0.025,0.0,-0.4>,<0.025,0.3,0.4> rotate z*-32 translate <0.07,1.36,0> } } sphere { y*1.65,0.06 } }
#declare Queen = union { Base(0.38,1.2) torus { 0.2,0.035 translate y*1.2 } torus { 0.16,0.03 translate y*1.27 } cylinder { y*1.1,y*1.3,0.17 }
  difference { cone { y*1.28,0.15,y*1.66,0.29 } sphere { y*1.72,0.22 } #local I=0; #while (I<8) sphere { <0.29,1.7,0>,0.07 rotate y*45*I } #local I=I+1; #end } sphere { y*1.66,0.15 } sphere { y*1.84,0.065 } }
#declare King = union { Base(0.39,1.35) torus { 0.21,0.035 translate y*1.35 } torus { 0.17,0.03 translate y*1.42 } cylinder { y*1.2,y*1.45,0.18 }
  cone { y*1.42,0.16,y*1.8,0.27 } sphere { 0,0.27 scale <1,0.35,1> translate y*1.8 } superellipsoid { <0.2,0.2> scale <0.045,0.17,0.04> translate y*2.02 } superellipsoid { <0.2,0.2> scale <0.13,0.045,0.04> translate y*2.05 } }
// Knight: head as a blob of swept spheres, flattened
#declare Knight = union { Base(0.36,0.5) torus { 0.2,0.035 translate y*0.5 }
  union { sphere_sweep { cubic_spline 7, <-0.25,0.2,0>,0.2 <-0.06,0.5,0>,0.22 <-0.1,0.8,0>,0.22 <0,1.08,0>,0.2 <0.16,1.12,0>,0.17 <0.36,0.92,0>,0.11 <0.5,0.8,0>,0.1 tolerance 1e-4 }
    sphere { <0.36,0.93,0>,0.13 } cone { <-0.03,1.18,-0.09>,0.08,<-0.03,1.42,-0.1>,0.01 } cone { <-0.03,1.18,0.09>,0.08,<-0.03,1.42,0.1>,0.01 }
    #local I=0; #while (I<8) sphere { 0,0.1 scale <1,1.3,0.6> translate <-0.27+0.015*pow(I-4,2)*0.8-0.02,0.55+I*0.09,0> } #local I=I+1; #end
    scale <1,1,0.8> } }
#macro Put(P, F, R, W) object { P rotate y*Rot translate <F-4.5,0,R-4.5> #if (W) texture { WhiteT } #else texture { BlackT } #end interior { ior 1.45 } } #end
#declare Rot = -90; Put(Rook,1,1,1) Put(Knight,3,3,1) Put(Bishop,3,1,1) Put(Queen,4,1,1) Put(King,5,1,1) Put(Bishop,3,4,1) Put(Knight,7,1,1) Put(Rook,8,1,1)
Put(Pawn,1,2,1) Put(Pawn,2,2,1) Put(Pawn,3,2,1) Put(Pawn,4,4,1) Put(Pawn,5,3,1) Put(Pawn,6,2,1) Put(Pawn,7,2,1) Put(Pawn,8,2,1)
#declare Rot = 90; Put(Rook,1,8,0) Put(Knight,3,6,0) Put(Bishop,3,8,0) Put(Queen,4,8,0) Put(King,5,8,0) Put(Bishop,5,7,0) Put(Knight,6,6,0) Put(Rook,8,8,0)
Put(Pawn,1,7,0) Put(Pawn,2,7,0) Put(Pawn,3,7,0) Put(Pawn,4,5,0) Put(Pawn,5,6,0) Put(Pawn,6,7,0) Put(Pawn,7,7,0) Put(Pawn,8,7,0)
Window(<-12,8,6>, 7, 8, -60, rgb <1,1.02,1.1>*4)
light_source { <-11,10,4> color rgb <1.0,0.95,0.86>*2.1 area_light z*4, y*4 3 3 adaptive 0 jitter }
plane { -z, -22 pigment { gradient x color_map { [0 srgb <0.42,0.40,0.36>] [1 srgb <0.30,0.27,0.24>] } scale 60 translate -x*30 } }
sky_sphere { pigment { color rgb <0.34,0.32,0.30> } }
