// size: 800x600 - the full moon over a ridge of firs
#include "common.inc"
Globals(0, 1)
Cam(<0,2,-40>, <0,9.3,0>, 40, 0, 0, 1)
// dark land out to the horizon
plane { y, -4.4 pigment { rgb <0.003,0.005,0.008> } }
// stars
sky_sphere { pigment { gradient y color_map { [0 rgb <0.016,0.026,0.060>] [0.3 rgb <0.005,0.009,0.026>] [1 rgb <0.002,0.003,0.010>] } } }
#declare R = seed(2); #declare I = 0; #while (I < 420)
  sphere { <(rand(R)-0.5)*820, 20+rand(R)*620, 1000>, 0.30+0.95*pow(rand(R),6) pigment { rgb <0.8+0.2*rand(R),0.9,1>*(0.25+0.75*rand(R)) } finish { emission 1 } no_shadow }
#declare I = I + 1; #end
// the moon: maria, ray craters, many small craters
#declare Maria = function { pattern { bozo turbulence 0.35 octaves 5 scale 0.75 translate <2.3,0.4,1.2> } }
#declare MoonR = 5.6;
#declare Rm = seed(77);
#declare MoonT = texture { pigment { bozo turbulence 0.45 octaves 6 omega 0.55 color_map { [0.30 rgb <0.27,0.26,0.25>] [0.46 rgb <0.40,0.39,0.37>] [0.54 rgb <0.78,0.75,0.70>] [0.8 rgb <0.92,0.89,0.83>] } scale 0.62 translate <4.3,1.4,2.2> }
  normal { average normal_map { [1 wrinkles 0.35 scale 0.3] [1 bumps 0.35 scale 0.05] [0.6 dents 0.5 scale 0.12] } } finish { diffuse 1.0 brilliance 0.55 } }
#declare Mott = texture { pigment { wrinkles octaves 6 color_map { [0.2 rgbt <0.2,0.2,0.2,0.65>] [0.5 rgbt <0.5,0.5,0.5,1>] [0.8 rgbt <1,0.98,0.93,0.6>] } scale 0.35 } finish { diffuse 1.0 brilliance 0.55 } }
union {
  sphere { 0, 1 texture { MoonT } texture { Mott } }
  // craters: a bright ring with a soft ray blanket, laid on the near side
  #declare I = 0; #while (I < 130)
    #declare A = rand(Rm)*2*pi; #declare Q = sqrt(rand(Rm))*0.96; #declare Sz = 0.010+0.045*pow(rand(Rm),4);
    #declare P = <Q*cos(A), Q*sin(A), -sqrt(1-Q*Q)>;
    difference { sphere { P, Sz } sphere { P*1.012, Sz*0.82 } sphere { 0, 0.9985 inverse } bounded_by { sphere { P, Sz*1.1 } } pigment { rgb <0.95,0.92,0.86> transmit 0.35 } finish { diffuse 1.0 brilliance 0.6 } }
  #declare I = I + 1; #end
  #declare I = 0; #while (I < 5)
    #declare P = vnormalize(<0.16-0.5*(I=1)+0.4*(I=2)-0.25*(I=3)+0.55*(I=4),-0.72+0.6*(I=1)+0.62*(I=2)+1.25*(I=3)+0.2*(I=4),-0.65>);
    sphere { 0, 1.0015+I*0.0002 hollow pigment { spherical turbulence 0.16 octaves 3 lambda 2.5 omega 0.5 color_map { [0 rgbt <1,0.98,0.93,1>] [0.45 rgbt <1,0.98,0.93,0.8>] [0.85 rgbt <1,0.98,0.93,0.35>] [1 rgbt <1,0.98,0.93,0.1>] } scale 0.34-0.035*I translate P } finish { diffuse 1.0 brilliance 0.6 } }
  #declare I = I + 1; #end
  rotate z*12 scale MoonR*2.9 translate <5,33,96>
}
light_source { <-90,130,-600> color rgb <1.0,0.95,0.86>*1.25 }
// glow
disc { <5,33,97>, z, 60 pigment { spherical color_map { [0 rgbt <0.5,0.55,0.7,1>] [0.55 rgbt <0.50,0.55,0.7,0.985>] [0.8 rgbt <0.65,0.68,0.75,0.93>] [1 rgbt <0.9,0.88,0.85,0.75>] } scale 46 translate <5,33,97> } finish { emission 1 diffuse 0 } no_shadow }
// thin clouds passing
plane { -z, -70 hollow no_shadow pigment { wrinkles turbulence 0.5 octaves 7 color_map { [0.50 rgbt <0.16,0.18,0.24,1>] [0.75 rgbt <0.15,0.17,0.22,0.72>] [1 rgbt <0.2,0.22,0.27,0.45>] } scale <26,3.2,10> translate <8,1.0,0> } finish { emission 0.55 diffuse 0 } }
// ridge of firs, dark against the sky
#macro Fir(Sd) #local R = seed(Sd); #local K = 0;
  mesh { #while (K < 22) #local T = K/22; #local Y0 = 0.06+0.94*T; #local RR = 0.17*(1-T)+0.008; #local N = 16;
    #local I = 0; #while (I < N) #local A = rand(R)*360; #local Q = RR*(0.5+0.75*rand(R)); #local D = vrotate(x,y*A); #local E = vrotate(z,y*A);
      triangle { y*(Y0+0.05), D*Q+y*(Y0-0.4*Q)+E*Q*0.25, D*Q+y*(Y0-0.55*Q)-E*Q*0.25 }
    #local I = I + 1; #end #local K = K + 1; #end }
#end
#declare F = array[4]; #declare I = 0; #while (I < 4) #declare F[I] = Fir(I+21) #declare I = I + 1; #end
#declare Rdg = function(x) { 1.2+2.6*f_noise3d(x*0.05+4,1,0)+0.9*f_noise3d(x*0.3,4,0) - 0.03*x }
#declare I = 0; #while (I < 150) #declare X = (rand(R)-0.5)*52; #declare Z = 10+rand(R)*6;
  object { F[mod(I,4)] rotate y*rand(R)*360 scale 2.2+3.4*pow(rand(R),1.6) translate <X,Rdg(X)-4.2,Z> pigment { rgb <0.004,0.006,0.009> } }
#declare I = I + 1; #end
height_field { function 300,4 { Rdg(x*60-30)/10 } scale <60,10,8> translate <-30,-4.2,9> pigment { rgb <0.004,0.006,0.009> } }
