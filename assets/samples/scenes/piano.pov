// size: 800x600 - a piano keyboard
#include "common.inc"
Globals(30, 0.8)
Cam(<-4.6,5.2,-7.4>, <0.9,0.0,0.9>, 56, 0.14, <-0.8,0.2,-0.6>, 19)
#declare Ivory = texture { pigment { srgb <0.96,0.95,0.91> } finish { diffuse 0.82 specular 0.5 roughness 0.01 reflection { 0.01, 0.5 fresnel on } conserve_energy } }
#declare Ebony = texture { pigment { srgb <0.035,0.035,0.04> } finish { diffuse 0.7 specular 0.5 roughness 0.012 reflection { 0.01, 0.5 fresnel on } conserve_energy } }
#declare Lacquer = texture { pigment { srgb <0.025,0.025,0.028> } finish { diffuse 0.6 specular 0.6 roughness 0.004 reflection { 0.06, 0.7 fresnel on } conserve_energy } }
#declare R = seed(3);
#declare I = -22; #while (I < 26)
  union { superellipsoid { <0.06,0.06> scale <0.482,0.3,2.9> translate <0,-0.3,0.9> } texture { Ivory } interior { ior 1.5 } rotate x*(I = -1 ? -1.6 : (rand(R)-0.5)*0.12) translate <I,0,0> }
  #declare M = mod(I+70,7);
  #if (M = 0 | M = 1 | M = 3 | M = 4 | M = 5)
    difference { superellipsoid { <0.18,0.12> scale <0.27,0.45,1.9> translate <0,0.1,1.9> } plane { y,-0.2 } plane { z, 0 rotate x*-28 translate <0,0.1,0.03> }
      texture { Ebony } interior { ior 1.5 } translate <I+0.5+(M=0)*-0.07+(M=1)*0.07+(M=3)*-0.09+(M=5)*0.09,0,0> }
  #end
#declare I = I + 1; #end
box { <-40,-2,-6>,<40,-0.62,6> texture { Lacquer } interior { ior 1.5 } }
superellipsoid { <0.1,0.1> scale <40,0.4,0.7> translate <0,-0.55,-2.85> texture { Lacquer } interior { ior 1.5 } }
box { <-40,-0.1,3.42>,<40,0.16,3.5> pigment { srgb <0.5,0.06,0.07> } normal { bumps 0.5 scale 0.03 } }
box { <-40,-0.6,3.5>,<40,6,3.7> texture { Lacquer } interior { ior 1.5 } }
Window(<9,8,-7>, 6, 7, 130, rgb <1,1.02,1.08>*3)
Window(<-14,9,2>, 5, 6, -80, rgb <1,0.98,0.94>*3)
light_source { <-13,11,1> color rgb <1.0,0.95,0.87>*1.4 area_light z*4, y*4 3 3 adaptive 0 jitter }
light_source { <9,10,-8> color rgb <0.9,0.95,1.0>*0.5 area_light x*4, y*4 3 3 adaptive 1 jitter }
sky_sphere { pigment { color rgb <0.30,0.29,0.28> } }
