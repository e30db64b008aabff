// size: 800x600 - a hand of bananas
#include "common.inc"
Globals(50, 0.7)
Cam(<0.2,5.2,-7.2>, <0.0,0.45,0.2>, 39.5, 0.16, <0,0.8,-0.8>, 19)
// u around, v along: bent tube with five soft edges, drawn out to a stalk and a tip
#declare BR = function(v) { 0.42*pow(max(0,sin(pi*min(1,max(0,0.06+v*0.90)))),0.42)*(1-0.60*pow(max(0,1-v/0.17),1.2)*(v<0.17))*(1-0.72*pow(max(0,(v-0.90)/0.10),1.5)) + 0.05*(1-v) + 0.01 }
#declare BC = function(u) { 1+0.055*cos(5*u)-0.015*cos(10*u) }
#declare Th = function(v) { -1.0 + 1.75*v - 0.35*pow(max(0,0.2-v),1)*2 }
#declare BX = function(x,y,z) { (2.55 + BR(y)*BC(x)*cos(x))*sin(Th(y)) }
#declare BY = function(x,y,z) { (2.55 + BR(y)*BC(x)*cos(x))*cos(Th(y)) }
#declare BZ = function(x,y,z) { BR(y)*BC(x)*sin(x) }
#declare BananaM = PMesh(BX, BY, BZ, 0, 2*pi, 80, 0.0, 0.999, 90)
#declare Fin = finish { diffuse 0.75 specular 0.18 roughness 0.05 reflection { 0.0, 0.15 fresnel on } conserve_energy }
#macro BT(Sd) 
  texture { pigment { uv_mapping gradient y color_map { [0 srgb <0.36,0.30,0.16>] [0.04 srgb <0.50,0.48,0.18>] [0.12 srgb <0.74,0.74,0.22>] [0.22 srgb <0.96,0.81,0.20>] [0.86 srgb <0.97,0.80,0.20>] [0.93 srgb <0.80,0.74,0.24>] [0.965 srgb <0.38,0.32,0.14>] [0.975 srgb <0.14,0.10,0.07>] [1 srgb <0.10,0.07,0.05>] } warp { turbulence 0.02 } } normal { bumps 0.05 scale 0.1 } finish { Fin } }
  texture { pigment { granite color_map { [0.0 rgbt <0.16,0.07,0.02,1>] [0.66 rgbt <0.22,0.10,0.02,1>] [0.74 rgbt <0.20,0.09,0.02,0.35>] [1 rgbt <0.12,0.05,0.01,0.2>] } scale <1.2,1.2,1.2>*0.7 translate Sd*7.3 } finish { Fin } }
  texture { pigment { uv_mapping gradient x color_map { [0 rgbt <0.40,0.30,0.02,0.7>] [0.06 rgbt <0.5,0.4,0.02,1>] [0.94 rgbt <0.5,0.4,0.02,1>] [1 rgbt <0.40,0.30,0.02,0.7>] } scale <0.2,1,1> } finish { Fin } }
#end
// each banana hangs on the crown (origin) by its stalk end; they fan out
#declare P0 = <BX(0,0,0)*0, 0, 0> + <2.55*sin(Th(0)), 2.55*cos(Th(0)), 0>;
#macro Crown() sphere_sweep { cubic_spline 5, <0.5,-0.3,0>,0.1 <0.25,-0.1,0>,0.15 <-0.02,0.04,0>,0.2 <-0.25,0.16,0>,0.17 <-0.4,0.25,0>,0.1 texture { pigment { bozo turbulence 0.5 color_map { [0.2 srgb <0.52,0.50,0.20>] [0.8 srgb <0.26,0.19,0.10>] } scale 0.2 } normal { granite 0.4 scale 0.3 } } } #end
union {
  #declare I = 0; #while (I < 4)
    object { BananaM BT(I+1) interior { ior 1.4 } translate -P0 rotate x*(-9+6*I) rotate z*(I*13-8) translate <0.05*I,-0.10*I,-0.03*I> }
  #declare I = I + 1; #end
  Crown()
  rotate <77,0,0> rotate y*-4 translate <-1.8,0.42,-0.9> }
Table(-12, 12, -6, 7, 2.1, S(0.30,0.18,0.11), S(0.55,0.37,0.23), 0.9, 23)
plane { -z, -10 pigment { gradient x color_map { [0 srgb <0.60,0.62,0.64>] [1 srgb <0.40,0.43,0.46>] } scale 24 translate -x*12 } }
Window(<-9,5.5,-1>, 6, 7, -75, rgb <1,1.02,1.1>*4)
light_source { <-8,9,-5> color rgb <1.0,0.97,0.92>*1.6 area_light y*3.5, z*3 3 3 adaptive 0 jitter }
sky_sphere { pigment { color rgb <0.40,0.40,0.41> } }
