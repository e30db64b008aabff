// size: 600x800 - burning candles in the dark
#include "common.inc"
Globals(0, 1)
Cam(<0,2.7,-9>, <0,2.15,0>, 29, 0.2, <0,2.3,-0.5>, 19)
#declare FlameCol = rgb <1.0,0.60,0.24>;
// Wax column with a molten hollow, runs of wax, glowing near the top.
#macro Candle(H, Rr, Sd)
  #local R = seed(Sd);
  union {
    union {
      difference {
        cylinder { 0, y*H, Rr }
        sphere { 0, 1 scale <Rr*0.86,Rr*0.3,Rr*0.86> translate y*(H+0.02) } }
      torus { Rr*0.93, Rr*0.075 translate y*(H-0.005) }
      #local I = 0; #while (I < 9)
        #local A = rand(R)*360; #local L = H*(0.12+0.5*pow(rand(R),1.5)); #local W = Rr*(0.07+0.06*rand(R));
        sphere_sweep { cubic_spline 6, <Rr*0.7,H+0.1,0>,W*0.6 <Rr*0.92,H+0.01,0>,W*0.8 <Rr*0.985,H-0.15*L,0.02>,W*0.8 <Rr*0.98,H-0.6*L,0>,W*0.75 <Rr*0.98,H-L,0>,W*1.2 <Rr*0.96,H-1.1*L,0>,W rotate y*A }
      #local I = I + 1; #end
      pigment { gradient y color_map { [0 srgb <0.56,0.33,0.17>] [max(0.02,1-1.6/H) srgb <0.62,0.37,0.19>] [max(0.04,1-0.7/H) srgb <0.90,0.60,0.32>] [1 srgb <1.0,0.86,0.58>] } scale (H+0.12) }
      normal { bumps 0.08 scale 0.25 }
      finish { diffuse 0.6 emission 0.5 specular 0.3 roughness 0.04 } }
    disc { y*(H-Rr*0.16), y, Rr*0.8 pigment { rgb <1,0.72,0.36> } finish { emission 0.85 diffuse 0.2 specular 0.5 roughness 0.01 } no_shadow }
    sphere_sweep { cubic_spline 5, <0,H-0.4,0>,0.03 <0,H-0.2,0>,0.03 <0.01,H+0.08,0>,0.028 <0.07,H+0.26,0>,0.024 <0.12,H+0.3,0>,0.02 pigment { srgb <0.08,0.06,0.05> } finish { emission 0.02 } no_shadow }
    // flame
    object { Flame translate <0.04,H+0.16,0> }
    light_source { <0.02,H+0.7,0> color FlameCol*1.15 fade_distance 2.6 fade_power 2 area_light x*0.16, y*0.4 3 3 adaptive 1 jitter }
    // halo around the flame
    sphere { 0, 1 hollow no_shadow pigment { rgbt 1 } interior { media { emission <0.06,0.032,0.012>*0.6 samples 6 density { spherical density_map { [0 rgb 0] [0.4 rgb 0.1] [0.75 rgb 0.5] [1 rgb 1.6] } } } } scale 1.9 translate <0,H+0.6,0> }
  }
#end
#declare Flame = union {
  lathe { cubic_spline 9, <-0.1,-0.02>,<0,0>,<0.09,0.06>,<0.145,0.22>,<0.125,0.46>,<0.07,0.75>,<0.02,1.0>,<0,1.06>,<-0.1,1.1>
    hollow pigment { rgbt 1 } finish { diffuse 0 } no_shadow
    interior { media { emission <16,10.5,5.2> samples 20
      density { gradient y scale 1.1 density_map { [0 rgb <0.03,0.06,0.22>] [0.12 rgb <0.05,0.06,0.14>] [0.25 rgb <0.35,0.28,0.2>] [0.45 rgb <1,0.95,0.85>] [0.75 rgb <1,0.8,0.5>] [0.97 rgb <0.7,0.4,0.15>] [1 rgb 0] } } } } }
  no_shadow }
object { Candle(2.5, 0.62, 3) }
object { Candle(1.55, 0.55, 7) translate <-1.45,0,0.9> }
object { Candle(1.05, 0.66, 12) translate <1.5,0,0.55> }
Table(-14, 14, -6, 10, 2.2, srgb <0.26,0.15,0.09>, srgb <0.48,0.30,0.18>, 1.6, 3)
plane { -z, -5.5 pigment { srgb <0.42,0.33,0.28> } normal { bumps 0.1 scale 0.5 } }
// out-of-focus lights far behind
light_source { <-3,6,-8> color rgb <1,0.66,0.36>*0.10 }
sky_sphere { pigment { color rgb <0.01,0.012,0.02> } }
