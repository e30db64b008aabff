// size: 800x600 - a football on the grass
#include "common.inc"
Globals(0, 1)
#default { finish { ambient 0 diffuse 0.8 } }
Cam(<0.5,1.05,-4.6>, <0.1,1.0,0>, 44, 0.045, <0,0.9,-0.9>, 16)
Sky(rgb <0.10,0.28,0.64>, rgb <0.66,0.76,0.87>, rgb <1.0,0.98,0.96>, 0.45, 1.2, <4,0,8>)
light_source { <-60,70,-50> color rgb <1.0,0.94,0.82>*1.5 area_light x*5, y*5 3 3 adaptive 1 jitter circular orient }
light_source { <50,80,-60> color rgb <0.32,0.42,0.56>*0.6 shadowless }
light_source { <0,-50,-40> color rgb <0.22,0.30,0.12>*0.5 shadowless }
// truncated icosahedron: 12 pentagons at Vx, 20 hexagons at Fx
#declare Gd = (1+sqrt(5))/2;
#declare V = array[12] { <0,1,Gd>,<0,1,-Gd>,<0,-1,Gd>,<0,-1,-Gd>,<1,Gd,0>,<1,-Gd,0>,<-1,Gd,0>,<-1,-Gd,0>,<Gd,0,1>,<-Gd,0,1>,<Gd,0,-1>,<-Gd,0,-1> }
#declare D = array[32]; #declare H = array[32];
#declare I = 0; #while (I < 12) #declare D[I] = vnormalize(V[I]); #declare H[I] = 2.327; #declare I = I + 1; #end
#declare N = 12;
#declare I = 0; #while (I < 12) #declare J = I+1; #while (J < 12) #declare K = J+1; #while (K < 12)
  #if (vlength(V[I]-V[J]) < 2.1 & vlength(V[J]-V[K]) < 2.1 & vlength(V[I]-V[K]) < 2.1) #declare D[N] = vnormalize(V[I]+V[J]+V[K]); #declare H[N] = 2.267; #declare N = N + 1; #end
#declare K = K + 1; #end #declare J = J + 1; #end #declare I = I + 1; #end
#declare Leather = normal { average normal_map { [1 leopard 0.25 scale 0.006] [0.6 bumps 0.12 scale 0.05] } }
#macro Panel(A, Rr, G) intersection { sphere { 0, Rr }
  #local J = 0; #while (J < 32) #if (J != A & vdot(D[J],D[A]) > 0.6) plane { vnormalize(D[J]/H[J]-D[A]/H[A]), -G } #end #local J = J + 1; #end
  bounded_by { sphere { D[A]*0.9, 0.5 } } } #end
#declare Ball = union {
  sphere { 0, 0.975 pigment { srgb 0.12 } }
  #local I = 0; #while (I < 32)
    union { Panel(I, 1.0, 0.022) Panel(I, 0.996, 0.014) Panel(I, 0.990, 0.008)
      texture { pigment { #if (I < 12) srgb <0.07,0.07,0.08> #else srgb <0.95,0.95,0.93> #end } normal { Leather } finish { diffuse 0.8 specular 0.35 roughness 0.02 reflection { 0.0, 0.12 fresnel on } conserve_energy } }
      // a few scuffs of earth
      #if (I >= 12) texture { pigment { bozo turbulence 0.8 color_map { [0.62 rgbt <0.3,0.22,0.12,1>] [0.9 rgbt <0.3,0.24,0.12,0.5>] } scale 0.5 } } #end
      interior { ior 1.4 } }
  #local I = I + 1; #end }
object { Ball rotate <18,25,12> translate y*1.02 }
// grass: patches near the camera, dense
#declare G = array[3]; #declare I = 0; #while (I < 3) #declare G[I] = object { GrassPatch(900, 0.20, 0.018, I+3) GrassT(S(0.26,0.46,0.12), S(0.46,0.64,0.20), S(0.66,0.64,0.36)) } #declare I = I + 1; #end
#declare R = seed(6); #declare Zi = -5; #while (Zi < 34) #declare Xi = -floor(3+0.62*(Zi+5)); #while (Xi <= floor(3+0.62*(Zi+5)))
  object { G[floor(rand(R)*2.999)] rotate y*90*floor(rand(R)*4) scale <1.08,0.9+0.25*rand(R),1.08> translate <Xi,0,Zi> }
#declare Xi = Xi + 1; #end #declare Zi = Zi + 1; #end
plane { y, 0 texture { pigment { bozo turbulence 0.6 color_map { [0.2 srgb <0.20,0.33,0.10>] [0.8 srgb <0.32,0.46,0.16>] } scale 0.6 } normal { bumps 0.8 scale 0.1 } } }
// goal, out of focus
union { cylinder { <-5,0,0>,<-5,3.6,0>,0.09 } cylinder { <5,0,0>,<5,3.6,0>,0.09 } cylinder { <-5,3.6,0>,<5,3.6,0>,0.09 }
  #declare I = 0; #while (I < 30) cylinder { <-5+I/3,3.6,0>,<-5+I/3,0,2>,0.01 } #declare I = I + 1; #end
  #declare I = 0; #while (I < 12) cylinder { <-5,3.6-I*0.3,I/6>,<5,3.6-I*0.3,I/6>,0.01 } #declare I = I + 1; #end
  pigment { srgb 0.95 } rotate y*10 translate <3.5,0,19> }
// trees behind
#declare I = 0; #while (I < 70) #declare X = (rand(R)-0.5)*90; #declare Sz = 2+2.5*rand(R);
  isosurface { function { sqrt(x*x+y*y+z*z)-1+0.7*f_noise3d(x*3+I,y*3,z*3) } contained_by { sphere { 0,1 } } max_gradient 3.2 accuracy 0.01 scale <1.1,1.25,1>*Sz translate <X,Sz*0.9,48+rand(R)*8>
    pigment { bozo color_map { [0 srgb <0.16,0.26,0.09>] [1 srgb <0.32,0.44,0.15>] } scale 0.4 } normal { bumps 1 scale 0.15 } }
#declare I = I + 1; #end
