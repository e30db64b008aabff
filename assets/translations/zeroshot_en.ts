<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CardTexts</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DescribeDialog</name>
    <message numerus="yes">
        <source>%Ln sentence(s)</source>
        <translation>
            <numerusform>%Ln sentence</numerusform>
            <numerusform>%Ln sentences</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%Ln picture(s) without an answer yet are left out.</source>
        <translation>
            <numerusform>%Ln picture without an answer yet is left out.</numerusform>
            <numerusform>%Ln pictures without an answer yet are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message numerus="yes">
        <source>Results of %Ln picture(s) written to {0}</source>
        <translation>
            <numerusform>Results of %Ln picture written to {0}</numerusform>
            <numerusform>Results of %Ln pictures written to {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln file(s) that are no pictures or can&apos;t be reached were passed over.</source>
        <translation>
            <numerusform>%Ln file that is no picture or can&apos;t be reached was passed over.</numerusform>
            <numerusform>%Ln files that are no pictures or can&apos;t be reached were passed over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) labelled</source>
        <translation>
            <numerusform>%Ln picture labelled</numerusform>
            <numerusform>%Ln pictures labelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s). Type class names to label them</source>
        <translation>
            <numerusform>%Ln picture. Type class names to label it</numerusform>
            <numerusform>%Ln pictures. Type class names to label them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message numerus="yes">
        <source>, and %Ln more</source>
        <translation>
            <numerusform>, and %Ln more</numerusform>
            <numerusform>, and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message numerus="yes">
        <source>Stopped, %Ln picture(s) left</source>
        <translation>
            <numerusform>Stopped, %Ln picture left</numerusform>
            <numerusform>Stopped, %Ln pictures left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message numerus="yes">
        <source>Rejects {0} of %Ln picture(s).</source>
        <translation>
            <numerusform>Rejects {0} of %Ln picture.</numerusform>
            <numerusform>Rejects {0} of %Ln pictures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Truths</name>
    <message numerus="yes">
        <source>%Ln picture(s) labelled by the names of their folders.</source>
        <translation>
            <numerusform>%Ln picture labelled by the name of its folder.</numerusform>
            <numerusform>%Ln pictures labelled by the names of their folders.</numerusform>
        </translation>
    </message>
</context>
</TS>
