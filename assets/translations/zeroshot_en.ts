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
    <name>Finder</name>
    <message numerus="yes">
        <source>Like %Ln picture(s)</source>
        <translation>
            <numerusform>Like %Ln picture</numerusform>
            <numerusform>Like %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelKeys</name>
    <message numerus="yes">
        <source>What are these %Ln picture(s)?</source>
        <translation>
            <numerusform>What is this picture?</numerusform>
            <numerusform>What are these %Ln pictures?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearnedPanel</name>
    <message numerus="yes">
        <source>%Ln example(s). With two of a class, what they gain can be told.</source>
        <translation>
            <numerusform>%Ln example. With two of a class, what they gain can be told.</numerusform>
            <numerusform>%Ln examples. With two of a class, what they gain can be told.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln example(s) don&apos;t help: words alone answer, {0} right.</source>
        <translation>
            <numerusform>%Ln example doesn&apos;t help: words alone answer, {0} right.</numerusform>
            <numerusform>%Ln examples don&apos;t help: words alone answer, {0} right.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln example(s): {0} right by words alone, {1} now.</source>
        <translation>
            <numerusform>%Ln example: {0} right by words alone, {1} now.</numerusform>
            <numerusform>%Ln examples: {0} right by words alone, {1} now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more reviewed picture(s) make probabilities of the scores.</source>
        <translation>
            <numerusform>%Ln more reviewed picture makes probabilities of the scores.</numerusform>
            <numerusform>%Ln more reviewed pictures make probabilities of the scores.</numerusform>
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
    <name>ReviewEnd</name>
    <message numerus="yes">
        <source>All %Ln picture(s) are reviewed.</source>
        <translation>
            <numerusform>%Ln picture is reviewed.</numerusform>
            <numerusform>All %Ln pictures are reviewed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) are reviewed.</source>
        <translation>
            <numerusform>{0} of %Ln picture is reviewed.</numerusform>
            <numerusform>{0} of %Ln pictures are reviewed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Review %Ln skipped one(s)</source>
        <translation>
            <numerusform>Review %Ln skipped one</numerusform>
            <numerusform>Review %Ln skipped ones</numerusform>
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
    <name>SeveralPanel</name>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) have it.</source>
        <translation>
            <numerusform>{0} of %Ln picture has it.</numerusform>
            <numerusform>{0} of %Ln pictures have it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) have a label.</source>
        <translation>
            <numerusform>{0} of %Ln picture has a label.</numerusform>
            <numerusform>{0} of %Ln pictures have a label.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Telling</name>
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
    <message numerus="yes">
        <source>%Ln picture(s) labelled</source>
        <translation>
            <numerusform>%Ln picture labelled</numerusform>
            <numerusform>%Ln pictures labelled</numerusform>
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
