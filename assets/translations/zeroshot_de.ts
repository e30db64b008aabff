<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Zeroshot</source>
        <translation>Über Zeroshot</translation>
    </message>
    <message>
        <source>Version {0} · MIT licence</source>
        <translation>Version {0} · MIT-Lizenz</translation>
    </message>
    <message>
        <source>Sorts pictures by words, on this machine alone.</source>
        <translation>Sortiert Bilder nach Wörtern, ausschließlich auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The starter model is small and made by this project, from EfficientNet-Lite0 (Apache-2.0), MiniLM and WordNet; its model card tells more.</source>
        <translation>Das Startmodell ist klein und in diesem Projekt entstanden, aus EfficientNet-Lite0 (Apache-2.0), MiniLM und WordNet; Näheres steht in seiner Modellkarte.</translation>
    </message>
</context>
<context>
    <name>AnswerButton</name>
    <message>
        <source>Key {0}</source>
        <translation>Taste {0}</translation>
    </message>
</context>
<context>
    <name>ArchitectureDialog</name>
    <message>
        <source>Import weights</source>
        <translation>Gewichte importieren</translation>
    </message>
    <message>
        <source>{0} holds weights alone, and doesn&apos;t say which architecture they are of.</source>
        <translation>{0} enthält nur Gewichte und sagt nicht, von welcher Architektur sie sind.</translation>
    </message>
    <message>
        <source>By their shapes they fit those in the list. The page that they are from tells which it is.</source>
        <translation>Ihrer Form nach passen sie zu denen in der Liste. Welche es ist, sagt die Seite, von der sie stammen.</translation>
    </message>
    <message>
        <source>Their shapes fit none that is known. Weights for other programs can&apos;t be used as they are.</source>
        <translation>Ihre Form passt zu keiner bekannten. Gewichte für andere Programme lassen sich nicht unverändert verwenden.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>Bug</name>
    <message>
        <source>Something went wrong inside Zeroshot, and your session goes on: {}</source>
        <translation>In Zeroshot ist ein Fehler aufgetreten; die Sitzung läuft weiter: {}</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>Zeroshot</source>
        <translation>Zeroshot</translation>
    </message>
    <message>
        <source>Copy &amp;details</source>
        <translation>&amp;Details kopieren</translation>
    </message>
    <message>
        <source>Copies versions and the traceback, for a bug report</source>
        <translation>Kopiert Versionen und Traceback für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>CacheRoom</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>{0} in use</source>
        <translation>{0} belegt</translation>
    </message>
</context>
<context>
    <name>CardTexts</name>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What it takes on the disk, and to download</source>
        <translation>Was es auf dem Datenträger und beim Herunterladen braucht</translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation>ImageNet</translation>
    </message>
    <message>
        <source>Of photos of 1,000 things, so many were named rightly; the makers&apos; own figures</source>
        <translation>So viele Fotos von 1.000 Dingen wurden richtig benannt; Angaben der Hersteller</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>How many pictures it gets through in the same time, beside the others</source>
        <translation>Wie viele Bilder es verglichen mit den anderen in derselben Zeit schafft</translation>
    </message>
    <message>
        <source>Class names in</source>
        <translation>Klassennamen</translation>
    </message>
    <message>
        <source>The languages that it understands class names in</source>
        <translation>Die Sprachen, in denen es Klassennamen versteht</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>Längster Text</translation>
    </message>
    <message>
        <source>A token is a word or a part of one; longer texts are split</source>
        <translation>Ein Token ist ein Wort oder ein Teil davon; längere Texte werden geteilt</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>What may be done with the model</source>
        <translation>Was mit dem Modell getan werden darf</translation>
    </message>
    <message>
        <source>Fastest</source>
        <translation>Sehr schnell</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Many</source>
        <translation>Viele</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln Token</numerusform>
            <numerusform>%Ln Tokens</numerusform>
        </translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>Startmodell</translation>
    </message>
    <message>
        <source>Comes with Zeroshot, for a first look: small, and knows everyday things only.</source>
        <translation>Gehört zu Zeroshot, für einen ersten Blick: klein, und kennt nur Alltägliches.</translation>
    </message>
    <message>
        <source>From {0}</source>
        <translation>Von {0}</translation>
    </message>
    <message>
        <source>ImageNet figure: {0}</source>
        <translation>ImageNet-Wert: {0}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Export as one file…</source>
        <translation>Als eine Datei exportieren…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>{0} more are needed, and only {1} are free on the disk.</source>
        <translation>Es werden noch {0} gebraucht, und nur {1} sind auf dem Datenträger frei.</translation>
    </message>
    <message>
        <source>Paused at {0}</source>
        <translation>Angehalten bei {0}</translation>
    </message>
    <message>
        <source>Ready to use</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Begins when the download before it is done</source>
        <translation>Beginnt, wenn der Download davor fertig ist</translation>
    </message>
    <message>
        <source>Asking for the files…</source>
        <translation>Dateien werden erfragt…</translation>
    </message>
    <message>
        <source>Checking the files: {0}</source>
        <translation>Dateien werden geprüft: {0}</translation>
    </message>
    <message>
        <source>Writing the file: {0}</source>
        <translation>Datei wird geschrieben: {0}</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>Checked: every file is as it was when it came.</source>
        <translation>Geprüft: Jede Datei ist so, wie sie gekommen ist.</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>Geschrieben nach {0}</translation>
    </message>
    <message>
        <source>{0}/s</source>
        <translation>{0}/s</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>The one to begin with: small, quick, and good at everyday subjects.</source>
        <translation>Das richtige für den Anfang: klein, schnell und gut bei Alltäglichem.</translation>
    </message>
    <message>
        <source>The original CLIP of 2021, which most papers compare with.</source>
        <translation>Das ursprüngliche CLIP von 2021, mit dem die meisten Veröffentlichungen vergleichen.</translation>
    </message>
    <message>
        <source>Class names in many languages, at the speed of a small model.</source>
        <translation>Klassennamen in vielen Sprachen, im Tempo eines kleinen Modells.</translation>
    </message>
    <message>
        <source>The smallest download and the least work a picture; for research only.</source>
        <translation>Der kleinste Download und die wenigste Arbeit je Bild; nur für die Forschung.</translation>
    </message>
    <message>
        <source>As good as models three times its size; for research only.</source>
        <translation>So gut wie dreimal so große Modelle; nur für die Forschung.</translation>
    </message>
    <message>
        <source>Sees finer detail than the small models, at four times their work.</source>
        <translation>Sieht feinere Einzelheiten als die kleinen Modelle, bei viermal so viel Arbeit.</translation>
    </message>
    <message>
        <source>The best of medium size in English; class texts must be short.</source>
        <translation>Das beste mittlere auf Englisch; Klassentexte müssen kurz sein.</translation>
    </message>
    <message>
        <source>The best of medium size, with class names in many languages.</source>
        <translation>Das beste mittlere, mit Klassennamen in vielen Sprachen.</translation>
    </message>
    <message>
        <source>Large, for fine distinctions; wants a GPU or patience.</source>
        <translation>Groß, für feine Unterschiede; braucht eine GPU oder Geduld.</translation>
    </message>
    <message>
        <source>The best of the large ones in English; class texts must be short; wants a GPU.</source>
        <translation>Das beste große auf Englisch; Klassentexte müssen kurz sein; braucht eine GPU.</translation>
    </message>
    <message>
        <source>The best of all here, in many languages; wants a GPU.</source>
        <translation>Das beste von allen hier, in vielen Sprachen; braucht eine GPU.</translation>
    </message>
</context>
<context>
    <name>ClassDelegate</name>
    <message>
        <source>Name of the class</source>
        <translation>Name der Klasse</translation>
    </message>
</context>
<context>
    <name>ClassModel</name>
    <message>
        <source>All pictures</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Known by reviewed pictures alone</source>
        <translation>Nur an geprüften Bildern erkannt</translation>
    </message>
</context>
<context>
    <name>ClassSets</name>
    <message>
        <source>Class sets (*.toml *.csv *.tsv *.txt)</source>
        <translation>Klassensätze (*.toml *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Open class set</source>
        <translation>Klassensatz öffnen</translation>
    </message>
    <message>
        <source>Save class set</source>
        <translation>Klassensatz speichern</translation>
    </message>
    <message>
        <source>open class set</source>
        <translation>(Klassensatz öffnen)</translation>
    </message>
</context>
<context>
    <name>ClassesPane</name>
    <message>
        <source>Type a class name, press Enter</source>
        <translation>Klasse eingeben, Enter drücken</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>Neue Klasse</translation>
    </message>
    <message>
        <source>A name, or several with commas between them. Lists can be pasted. (Ctrl+L)</source>
        <translation>Ein Name oder mehrere, durch Kommas getrennt. Listen lassen sich einfügen. (Strg+L)</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>Farbe…</translation>
    </message>
    <message>
        <source>Describe from Wikipedia…</source>
        <translation>Aus Wikipedia beschreiben…</translation>
    </message>
    <message>
        <source>Known by reviewed pictures alone</source>
        <translation>Nur an geprüften Bildern erkennen</translation>
    </message>
    <message>
        <source>The model doesn&apos;t read the name, which may then be any</source>
        <translation>Das Modell liest den Namen nicht, der dann beliebig sein kann</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Prompt templates</source>
        <translation>Prompt-Vorlagen</translation>
    </message>
    <message>
        <source>What the model reads for each class: its name within these sentences, averaged.</source>
        <translation>Was das Modell für jede Klasse liest: ihren Namen in diesen Sätzen, gemittelt.</translation>
    </message>
    <message>
        <source>Short (7)</source>
        <translation>Kurz (7)</translation>
    </message>
    <message>
        <source>OpenAI&apos;s 80</source>
        <translation>80 von OpenAI</translation>
    </message>
    <message>
        <source>Name alone</source>
        <translation>Nur der Name</translation>
    </message>
    <message>
        <source>Several labels for one picture</source>
        <translation>Mehrere Bezeichnungen je Bild</translation>
    </message>
    <message>
        <source>Ask of each class by itself whether a picture shows it</source>
        <translation>Bei jeder Klasse für sich fragen, ob ein Bild sie zeigt</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Class sets</source>
        <translation>Klassensätze</translation>
    </message>
    <message>
        <source>Open and save class sets</source>
        <translation>Klassensätze öffnen und speichern</translation>
    </message>
    <message>
        <source>Open class set…</source>
        <translation>Klassensatz öffnen…</translation>
    </message>
    <message>
        <source>Built-in class sets</source>
        <translation>Mitgelieferte Klassensätze</translation>
    </message>
    <message>
        <source>Save class set as…</source>
        <translation>Klassensatz speichern unter…</translation>
    </message>
    <message>
        <source>Remove all classes</source>
        <translation>Alle Klassen entfernen</translation>
    </message>
    <message>
        <source>Of this class set: {0}</source>
        <translation>Aus diesem Klassensatz: {0}</translation>
    </message>
    <message>
        <source>These classes are there already.</source>
        <translation>Diese Klassen sind bereits vorhanden.</translation>
    </message>
    <message>
        <source>add classes</source>
        <translation>(Klassen hinzufügen)</translation>
    </message>
    <message>
        <source>There is a class “{0}” already.</source>
        <translation>Die Klasse „{0}“ gibt es bereits.</translation>
    </message>
    <message>
        <source>rename class</source>
        <translation>(Klasse umbenennen)</translation>
    </message>
    <message>
        <source>There are classes of the same names in “{0}” already.</source>
        <translation>In „{0}“ gibt es bereits Klassen mit denselben Namen.</translation>
    </message>
    <message>
        <source>rename group</source>
        <translation>(Gruppe umbenennen)</translation>
    </message>
    <message>
        <source>move classes</source>
        <translation>(Klassen verschieben)</translation>
    </message>
    <message>
        <source>remove classes</source>
        <translation>(Klassen entfernen)</translation>
    </message>
    <message>
        <source>remove all classes</source>
        <translation>(Alle Klassen entfernen)</translation>
    </message>
    <message>
        <source>Colour of {0}</source>
        <translation>Farbe von {0}</translation>
    </message>
    <message>
        <source>colour class</source>
        <translation>(Farbe der Klasse)</translation>
    </message>
    <message>
        <source>how classes are known</source>
        <translation>(Art, Klassen zu erkennen)</translation>
    </message>
    <message>
        <source>change templates</source>
        <translation>(Vorlagen ändern)</translation>
    </message>
    <message>
        <source>several labels</source>
        <translation>(mehrere Bezeichnungen)</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Label by folder names</source>
        <translation>Nach Ordnernamen benennen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Each way</source>
        <translation>Jede Art</translation>
    </message>
    <message>
        <source>Each class</source>
        <translation>Jede Klasse</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Where descriptions helped and hurt</source>
        <translation>Wo Beschreibungen halfen und schadeten</translation>
    </message>
    <message>
        <source>Reading words</source>
        <translation>Wörter werden gelesen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reading words: {0} of {1}</source>
        <translation>Wörter werden gelesen: {0} von {1}</translation>
    </message>
    <message>
        <source>Looking at pictures: {0} of {1}</source>
        <translation>Bilder werden angesehen: {0} von {1}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Against templates</source>
        <translation>Gegen Vorlagen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>With descriptions</source>
        <translation>Mit Beschreibungen</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Gained</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>names only</source>
        <translation>nur Namen</translation>
    </message>
    <message>
        <source>templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>descriptions</source>
        <translation>Beschreibungen</translation>
    </message>
    <message>
        <source>names + descriptions</source>
        <translation>Namen + Beschreibungen</translation>
    </message>
    <message>
        <source>names + random words</source>
        <translation>Namen + Zufallswörter</translation>
    </message>
    <message>
        <source>Use a share of {0} %</source>
        <translation>Anteil von {0} % nehmen</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Report written to {0}</source>
        <translation>Bericht gespeichert als {0}</translation>
    </message>
</context>
<context>
    <name>Comparer</name>
    <message>
        <source>There is no model yet: wait until it is loaded, or choose another one.</source>
        <translation>Es gibt noch kein Modell: warten, bis es geladen ist, oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>Say of pictures of at least two classes what they are: select some, open their menu, and choose a class under “This is”.</source>
        <translation>Zuerst von Bildern aus mindestens zwei Klassen sagen, was sie sind: einige auswählen und in ihrem Menü unter „Das ist“ eine Klasse wählen.</translation>
    </message>
    <message>
        <source>Say of more pictures what they are: {0} are labelled by hand, and it takes at least {1}.</source>
        <translation>Von mehr Bildern sagen, was sie sind: {0} sind von Hand benannt, und es braucht mindestens {1}.</translation>
    </message>
    <message>
        <source>this session</source>
        <translation>dieser Sitzung</translation>
    </message>
    <message>
        <source>change share of descriptions</source>
        <translation>(Anteil der Beschreibungen ändern)</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Confusion matrix</source>
        <translation>Konfusionsmatrix</translation>
    </message>
    <message>
        <source>There are no pictures of {0}.</source>
        <translation>Es gibt keine Bilder von {0}.</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} are right ({3} %)</source>
        <translation>{0}: {1} von {2} richtig ({3} %)</translation>
    </message>
    <message>
        <source>{0} taken for {1}: {2} of {3} ({4} %)</source>
        <translation>{0} für {1} gehalten: {2} von {3} ({4} %)</translation>
    </message>
    <message>
        <source>got →
is ↓</source>
        <translation>bekam →
ist ↓</translation>
    </message>
</context>
<context>
    <name>CoverageChart</name>
    <message>
        <source>Share of the answers kept, the surest first</source>
        <translation>Anteil behaltener Ergebnisse, sicherste zuerst</translation>
    </message>
    <message>
        <source>Of these right</source>
        <translation>Davon richtig</translation>
    </message>
    <message>
        <source>What leaving out the least sure gains</source>
        <translation>Was Weglassen der unsichersten bringt</translation>
    </message>
</context>
<context>
    <name>DescribeDialog</name>
    <message>
        <source>Describe from Wikipedia</source>
        <translation>Aus Wikipedia beschreiben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>tell it in the settings</source>
        <translation>Sagen Sie es in den Einstellungen</translation>
    </message>
    <message>
        <source>Wikipedia likes to know whom it can write to: {0}.</source>
        <translation>Wikipedia möchte wissen, an wen es schreiben kann: {0}.</translation>
    </message>
    <message>
        <source>Share of descriptions beside the names</source>
        <translation>Anteil der Beschreibungen neben den Namen</translation>
    </message>
    <message>
        <source>describe classes</source>
        <translation>(Klassen beschreiben)</translation>
    </message>
    <message>
        <source>No page is about “{0}”: try other words.</source>
        <translation>Keine Seite handelt von „{0}“: Versuchen Sie andere Wörter.</translation>
    </message>
    <message>
        <source>change description</source>
        <translation>(Beschreibung ändern)</translation>
    </message>
    <message>
        <source>change share of descriptions</source>
        <translation>(Anteil der Beschreibungen ändern)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sentence(s)</source>
        <translation>
            <numerusform>%Ln Satz</numerusform>
            <numerusform>%Ln Sätze</numerusform>
        </translation>
    </message>
    <message>
        <source>Not fetched yet</source>
        <translation>Noch nicht geholt</translation>
    </message>
    <message>
        <source>Not to be had</source>
        <translation>Nicht zu bekommen</translation>
    </message>
    <message>
        <source>Choose a page</source>
        <translation>Seite wählen</translation>
    </message>
    <message>
        <source>No page</source>
        <translation>Keine Seite</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>Nicht beschrieben</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>No pictures yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>Drop pictures or folders here</source>
        <translation>Bilder oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>They stay on this machine, and are never changed.</source>
        <translation>Sie bleiben auf diesem Rechner und werden nie verändert.</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>Bilder hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Files, folders, or paste from a browser.</source>
        <translation>Dateien, Ordner oder aus dem Browser.</translation>
    </message>
    <message>
        <source>Type class names</source>
        <translation>Klassennamen eingeben</translation>
    </message>
    <message>
        <source>“dog, cat, car”: as many as you like.</source>
        <translation>„dog, cat, car …“: auf Englisch.</translation>
    </message>
    <message>
        <source>Look, filter, export</source>
        <translation>Filtern und exportieren</translation>
    </message>
    <message>
        <source>Each picture has its nearest class.</source>
        <translation>Jedes Bild hat seine nächste Klasse.</translation>
    </message>
    <message>
        <source>Try the samples</source>
        <translation>Beispiele ausprobieren</translation>
    </message>
    <message>
        <source>Label the pictures that come with Zeroshot</source>
        <translation>Die mitgelieferten Bilder ihren Klassen zuordnen</translation>
    </message>
    <message>
        <source>Open a built-in class set</source>
        <translation>Mitgelieferte Klassensätze</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>Reading words: {0} of {1}</source>
        <translation>Wörter werden gelesen: {0} von {1}</translation>
    </message>
</context>
<context>
    <name>EvaluateDialog</name>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Each class</source>
        <translation>Jede Klasse</translation>
    </message>
    <message>
        <source>Show these pictures</source>
        <translation>Diese Bilder zeigen</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Reviewed in this session</source>
        <translation>Geprüfte dieser Sitzung</translation>
    </message>
    <message>
        <source>A folder for each class…</source>
        <translation>Ein Ordner je Klasse…</translation>
    </message>
    <message>
        <source>A CSV of file and label…</source>
        <translation>CSV mit Datei und Bezeichnung…</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Confusions</source>
        <translation>Verwechslungen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Wheel or + and - zoom, 0 shows all, arrows move, N and P go through the confusions, Enter shows.</source>
        <translation>Mausrad oder + und - zoomen, 0 zeigt alles, Pfeile bewegen, N und P gehen die Verwechslungen durch, Enter zeigt die Bilder.</translation>
    </message>
    <message>
        <source>Reading words</source>
        <translation>Wörter werden gelesen</translation>
    </message>
    <message>
        <source>Reading words: {0} of {1}</source>
        <translation>Wörter werden gelesen: {0} von {1}</translation>
    </message>
    <message>
        <source>Learning from reviewed pictures: {0} of {1}</source>
        <translation>Aus geprüften Bildern wird gelernt: {0} von {1}</translation>
    </message>
    <message>
        <source>Looking at pictures: {0} of {1}</source>
        <translation>Bilder werden angesehen: {0} von {1}</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Most often taken for</source>
        <translation>Meist gehalten für</translation>
    </message>
    <message>
        <source>A folder with a folder for each class</source>
        <translation>Ordner mit einem Ordner je Klasse</translation>
    </message>
    <message>
        <source>A CSV of file and label</source>
        <translation>CSV mit Datei und Bezeichnung</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Report written to {0}</source>
        <translation>Bericht gespeichert als {0}</translation>
    </message>
    <message>
        <source>Making thumbnails: {0} of {1}</source>
        <translation>Vorschaubilder werden erstellt: {0} von {1}</translation>
    </message>
</context>
<context>
    <name>Evaluator</name>
    <message>
        <source>There is no model yet: wait until it is loaded, or choose another one.</source>
        <translation>Es gibt noch kein Modell: warten, bis es geladen ist, oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>Say of pictures of at least two classes what they are, or choose pictures whose classes you know: a folder with a folder for each class, or a CSV with the columns file and label.</source>
        <translation>Zuerst von Bildern aus mindestens zwei Klassen sagen, was sie sind, oder Bilder wählen, deren Klassen bekannt sind: einen Ordner mit einem Ordner je Klasse oder eine CSV-Datei mit den Spalten file und label.</translation>
    </message>
    <message>
        <source>Say of more pictures what they are: {0} are reviewed, and it takes at least {1}.</source>
        <translation>Von mehr Bildern sagen, was sie sind: {0} sind geprüft, und es braucht mindestens {1}.</translation>
    </message>
    <message>
        <source>the reviewed pictures of this session</source>
        <translation>die geprüften Bilder dieser Sitzung</translation>
    </message>
    <message>
        <source>By words alone: what these pictures taught can&apos;t be asked about them.</source>
        <translation>Allein nach Wörtern: Was aus diesen Bildern gelernt ist, lässt sich nicht an ihnen messen.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Leave cells as they are that a spreadsheet would run as formulas</source>
        <translation>Zellen unverändert lassen, die eine Tabellenkalkulation als Formeln ausführen würde</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>Die ersten Zeilen</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>Alle ({0})</translation>
    </message>
    <message>
        <source>The {0} that are shown</source>
        <translation>Nur angezeigte ({0})</translation>
    </message>
    <message>
        <source>The {0} that are selected</source>
        <translation>Nur ausgewählte ({0})</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>CSV for Excel</source>
        <translation>CSV für Excel</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Ranks for each picture</source>
        <translation>Ränge je Bild</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) without an answer yet are left out.</source>
        <translation>
            <numerusform>%Ln Bild hat noch kein Ergebnis und wird ausgelassen.</numerusform>
            <numerusform>%Ln Bilder haben noch kein Ergebnis und werden ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} is there already. Replace it?</source>
        <translation>{0} ist bereits vorhanden. Ersetzen?</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>There are no answers to export yet: add pictures and classes.</source>
        <translation>Es gibt noch keine Ergebnisse zum Exportieren: zuerst Bilder und Klassen hinzufügen.</translation>
    </message>
    <message numerus="yes">
        <source>Results of %Ln picture(s) written to {0}</source>
        <translation>
            <numerusform>Ergebnis für %Ln Bild in {0} gespeichert</numerusform>
            <numerusform>Ergebnisse für %Ln Bilder in {0} gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Show the others too</source>
        <translation>Auch die anderen anzeigen</translation>
    </message>
    <message>
        <source>Filter: {0}</source>
        <translation>Filter: {0}</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
    <message>
        <source>Not yet reviewed</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Score {0} to {1}</source>
        <translation>Wert {0} bis {1}</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} Klassen</translation>
    </message>
    <message>
        <source>{0} shown</source>
        <translation>{0} angezeigt</translation>
    </message>
    <message>
        <source>No picture matches.</source>
        <translation>Kein Bild entspricht den Filtern.</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Only reviewed</source>
        <translation>Nur geprüfte</translation>
    </message>
    <message>
        <source>Not yet reviewed</source>
        <translation>Nur noch nicht geprüfte</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Kleinster Wert</translation>
    </message>
    <message>
        <source>Greatest score</source>
        <translation>Größter Wert</translation>
    </message>
    <message>
        <source>Score from</source>
        <translation>Wert von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Like “{0}”</source>
        <translation>Wie „{0}“</translation>
    </message>
    <message>
        <source>There is no model yet: wait until it is loaded, or choose another one.</source>
        <translation>Es gibt noch kein Modell: warten, bis es geladen ist, oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>Choose a picture first that has been looked at.</source>
        <translation>Zuerst ein Bild auswählen, das schon angesehen ist.</translation>
    </message>
    <message>
        <source>Like {0}</source>
        <translation>Wie {0}</translation>
    </message>
    <message numerus="yes">
        <source>Like %Ln picture(s)</source>
        <translation>
            <numerusform>Wie %Ln Bild</numerusform>
            <numerusform>Wie %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Doppelte</translation>
    </message>
    <message>
        <source>Looking for duplicates: {0} %</source>
        <translation>Doppelte werden gesucht: {0} %</translation>
    </message>
    <message>
        <source>No picture is there twice.</source>
        <translation>Kein Bild ist doppelt da.</translation>
    </message>
</context>
<context>
    <name>FoundBar</name>
    <message>
        <source>Select all but the best</source>
        <translation>Alle außer dem besten auswählen</translation>
    </message>
    <message>
        <source>Select all but the best of each group: the one of most pixels, then of most bytes, then the oldest</source>
        <translation>In jeder Gruppe alle außer dem besten auswählen: dem mit den meisten Pixeln, dann den meisten Bytes, dann dem ältesten</translation>
    </message>
    <message>
        <source>Groups: {0}. Pictures beside the best of each: {1}. Their files stay.</source>
        <translation>Gruppen: {0}. Bilder neben dem jeweils besten: {1}. Ihre Dateien bleiben.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
</context>
<context>
    <name>HowItWorksDialog</name>
    <message>
        <source>How it works</source>
        <translation>So funktioniert es</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Add pictures</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened from here: save the picture, and drop the file.</source>
        <translation>{0} lässt sich von hier aus nicht öffnen: Bild speichern und die Datei hier ablegen.</translation>
    </message>
    <message>
        <source>{0} lies on another machine. Read it from there?</source>
        <translation>{0} liegt auf einem anderen Rechner. Von dort lesen?</translation>
    </message>
</context>
<context>
    <name>LabelKeys</name>
    <message>
        <source>The class of that place in the list</source>
        <translation>Die Klasse an dieser Stelle der Liste</translation>
    </message>
    <message>
        <source>1 to {0}</source>
        <translation>1 bis {0}</translation>
    </message>
    <message>
        <source>Type its class…</source>
        <translation>Klasse eingeben…</translation>
    </message>
    <message>
        <source>any letter</source>
        <translation>ein Buchstabe</translation>
    </message>
    <message>
        <source>The model is right</source>
        <translation>Das Modell hat recht</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Take back what was said</source>
        <translation>Gesagtes zurücknehmen</translation>
    </message>
    <message>
        <source>Say &amp;what they are</source>
        <translation>Sagen, &amp;was sie sind</translation>
    </message>
    <message numerus="yes">
        <source>What are these %Ln picture(s)?</source>
        <translation>
            <numerusform>%Ln Bild: Was ist das?</numerusform>
            <numerusform>%Ln Bilder: Was ist das?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearnedPanel</name>
    <message>
        <source>Learned</source>
        <translation>Gelernt</translation>
    </message>
    <message>
        <source>Learn from reviewed</source>
        <translation>Aus Geprüften lernen</translation>
    </message>
    <message>
        <source>Pictures that look like a reviewed one get its class sooner. Off, words alone answer.</source>
        <translation>Bilder, die einem geprüften ähnlich sehen, bekommen eher dessen Klasse. Ausgeschaltet zählen nur die Wörter.</translation>
    </message>
    <message>
        <source>Words alone answer.</source>
        <translation>Es zählen nur die Wörter.</translation>
    </message>
    <message>
        <source>Nothing yet: the reviewed pictures have not been looked at.</source>
        <translation>Noch nichts: Die geprüften Bilder sind noch nicht angesehen.</translation>
    </message>
    <message>
        <source>Counted on the reviewed pictures, each answered by the others as if it had not been reviewed; in brackets, where the figure lies with 95 % certainty. Help ▸ How it works says more.</source>
        <translation>Gezählt an den geprüften Bildern, jedes von den anderen beantwortet, als wäre es nicht geprüft; in Klammern, wo die Zahl mit 95 % Sicherheit liegt. Mehr steht unter Hilfe ▸ So funktioniert es.</translation>
    </message>
    <message>
        <source>No class has an example yet.</source>
        <translation>Noch keine Klasse hat ein Beispiel.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln example(s). With two of a class, what they gain can be told.</source>
        <translation>
            <numerusform>%Ln Beispiel. Ab zwei je Klasse lässt sich sagen, was sie bringen.</numerusform>
            <numerusform>%Ln Beispiele. Ab zwei je Klasse lässt sich sagen, was sie bringen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln example(s) don&apos;t help: words alone answer, {0} right.</source>
        <translation>
            <numerusform>%Ln Beispiel hilft nicht: Es zählen nur die Wörter, {0} richtig.</numerusform>
            <numerusform>%Ln Beispiele helfen nicht: Es zählen nur die Wörter, {0} richtig.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln example(s): {0} right by words alone, {1} now.</source>
        <translation>
            <numerusform>%Ln Beispiel: {0} richtig allein nach Wörtern, jetzt {1}.</numerusform>
            <numerusform>%Ln Beispiele: {0} richtig allein nach Wörtern, jetzt {1}.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
    <message>
        <source>Scores are no probabilities.</source>
        <translation>Werte sind keine Wahrscheinlichkeiten.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more reviewed picture(s) make probabilities of the scores.</source>
        <translation>
            <numerusform>Noch %Ln geprüftes Bild, und aus Werten werden Wahrscheinlichkeiten.</numerusform>
            <numerusform>Noch %Ln geprüfte Bilder, und aus Werten werden Wahrscheinlichkeiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Probabilities are {0} off on average, scores were {1}.</source>
        <translation>Wahrscheinlichkeiten liegen im Mittel {0} daneben, Werte lagen {1} daneben.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Zeroshot</source>
        <translation>Zeroshot</translation>
    </message>
    <message>
        <source>add pictures</source>
        <translation>(Bilder hinzufügen)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that are no pictures or can&apos;t be reached were passed over.</source>
        <translation>
            <numerusform>%Ln Datei, die kein Bild oder nicht erreichbar ist, wurde übersprungen.</numerusform>
            <numerusform>%Ln Dateien, die keine Bilder oder nicht erreichbar sind, wurden übersprungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to describe yet: type some class names first.</source>
        <translation>Noch gibt es nichts zu beschreiben: Geben Sie zuerst Klassennamen ein.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Add pictures…</source>
        <translation>Bilder &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Add &amp;folder…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Open &amp;session…</source>
        <translation>&amp;Sitzung öffnen…</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>Sitzung speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>B&amp;ilder</translation>
    </message>
    <message>
        <source>Re&amp;view…</source>
        <translation>D&amp;urchsehen…</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>E&amp;infügen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Search file names</source>
        <translation>&amp;Dateinamen durchsuchen</translation>
    </message>
    <message>
        <source>Search by what is &amp;in the picture</source>
        <translation>Nach Bildinhalt &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;More like these</source>
        <translation>&amp;Mehr wie diese</translation>
    </message>
    <message>
        <source>Pictures &amp;like a file…</source>
        <translation>&amp;Bilder wie eine Datei…</translation>
    </message>
    <message>
        <source>Find &amp;duplicates</source>
        <translation>Do&amp;ppelte finden</translation>
    </message>
    <message>
        <source>&amp;Why this class</source>
        <translation>Warum diese &amp;Klasse</translation>
    </message>
    <message>
        <source>&amp;Remove from session</source>
        <translation>Aus Sitzung &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Find missing files…</source>
        <translation>&amp;Fehlende Dateien suchen…</translation>
    </message>
    <message>
        <source>&amp;Try failed ones again</source>
        <translation>Fehlgeschlagene erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Classes</source>
        <translation>&amp;Klassen</translation>
    </message>
    <message>
        <source>&amp;Type a class</source>
        <translation>Klasse &amp;eingeben</translation>
    </message>
    <message>
        <source>&amp;Open class set…</source>
        <translation>&amp;Klassensatz öffnen…</translation>
    </message>
    <message>
        <source>&amp;Save class set as…</source>
        <translation>Klassensatz speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Describe from Wikipedia…</source>
        <translation>Aus Wikipedia &amp;beschreiben…</translation>
    </message>
    <message>
        <source>Label by &amp;folder names</source>
        <translation>Nach &amp;Ordnernamen benennen</translation>
    </message>
    <message>
        <source>&amp;Compare descriptions…</source>
        <translation>Beschreibungen &amp;vergleichen…</translation>
    </message>
    <message>
        <source>&amp;Evaluate…</source>
        <translation>&amp;Auswerten…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Raster</translation>
    </message>
    <message>
        <source>&amp;Table</source>
        <translation>&amp;Tabelle</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>&amp;Kleiner</translation>
    </message>
    <message>
        <source>Show or hide the &amp;classes</source>
        <translation>K&amp;lassen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the &amp;picture</source>
        <translation>&amp;Bild ein- oder ausblenden</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;How it works</source>
        <translation>&amp;So funktioniert es</translation>
    </message>
    <message>
        <source>Open the &amp;log</source>
        <translation>&amp;Protokoll öffnen</translation>
    </message>
    <message>
        <source>Copy &amp;doctor&apos;s report</source>
        <translation>&amp;Diagnosebericht kopieren</translation>
    </message>
    <message>
        <source>&amp;About Zeroshot</source>
        <translation>Ü&amp;ber Zeroshot</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>I have read the licence and agree to it</source>
        <translation>Ich habe die Lizenz gelesen und stimme ihr zu</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Progress of {0}</source>
        <translation>Fortschritt von {0}</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>{0} is here, and is used now.</source>
        <translation>{0} ist da und wird jetzt verwendet.</translation>
    </message>
    <message>
        <source>{0} is here.</source>
        <translation>{0} ist da.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>{0} and what lies beside it was not put there by Zeroshot, and stays.</source>
        <translation>{0} und was daneben liegt stammt nicht von Zeroshot und bleibt.</translation>
    </message>
    <message>
        <source>The model of this session, {0}, is not on this computer: get it, or choose another one.</source>
        <translation>Das Modell dieser Sitzung, {0}, ist nicht auf diesem Rechner: Laden Sie es herunter, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Downloading {0}</source>
        <translation>{0} wird heruntergeladen</translation>
    </message>
    <message numerus="yes">
        <source>, and %Ln more</source>
        <translation>
            <numerusform> und %Ln weiteres</numerusform>
            <numerusform> und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>These answers are the built-in model&apos;s, which is small. Larger ones know far more.</source>
        <translation>Diese Antworten gibt das eingebaute Modell, das klein ist. Größere wissen viel mehr.</translation>
    </message>
    <message>
        <source>Get more models…</source>
        <translation>Weitere Modelle…</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>Zum Herunterladen</translation>
    </message>
    <message>
        <source>Looking which models there are…</source>
        <translation>Es wird nachgesehen, welche Modelle es gibt…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A model decides how well pictures and words are understood. Larger ones know more, and take longer. All of them work on this computer alone.</source>
        <translation>Vom Modell hängt ab, wie gut Bilder und Wörter verstanden werden. Größere wissen mehr und brauchen länger. Alle arbeiten allein auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Aus einer Datei…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Aus einem Ordner…</translation>
    </message>
    <message>
        <source>Bring a model from a disk; it can also be dropped here</source>
        <translation>Ein Modell von einem Datenträger holen; man kann es auch hier fallen lassen</translation>
    </message>
    <message>
        <source>{0} free on the disk</source>
        <translation>{0} frei auf dem Datenträger</translation>
    </message>
    <message>
        <source>Importing {0}</source>
        <translation>{0} wird importiert</translation>
    </message>
    <message>
        <source>Stop downloading {0}?</source>
        <translation>{0} nicht weiter herunterladen?</translation>
    </message>
    <message>
        <source>{0} are here already. Kept, they needn&apos;t be fetched again.</source>
        <translation>{0} sind schon da. Behalten Sie sie, müssen sie nicht noch einmal geladen werden.</translation>
    </message>
    <message>
        <source>Stop and delete</source>
        <translation>Beenden und löschen</translation>
    </message>
    <message>
        <source>Keep for later</source>
        <translation>Für später behalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter herunterladen</translation>
    </message>
    <message>
        <source>Delete what was fetched of {0}?</source>
        <translation>Löschen, was von {0} geladen ist?</translation>
    </message>
    <message>
        <source>{0} are freed; a later download begins anew.</source>
        <translation>{0} werden frei; ein späterer Download beginnt von vorn.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>It can be downloaded again.</source>
        <translation>Es kann wieder heruntergeladen werden.</translation>
    </message>
    <message>
        <source>It can&apos;t be undone.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>The starter is used in place of it.</source>
        <translation>An seiner Stelle wird das Startmodell verwendet.</translation>
    </message>
    <message>
        <source>Remove {0} from this computer?</source>
        <translation>{0} von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>{0} are freed.</source>
        <translation>{0} werden frei.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Export model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <source>Import model</source>
        <translation>Modell importieren</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Sentences</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>Was das Modell liest</translation>
    </message>
    <message>
        <source>Fetch again</source>
        <translation>Neu holen</translation>
    </message>
    <message>
        <source>Search for another page</source>
        <translation>Andere Seite suchen</translation>
    </message>
    <message>
        <source>Pages to choose from</source>
        <translation>Seiten zur Auswahl</translation>
    </message>
    <message>
        <source>Add a sentence of your own</source>
        <translation>Eigenen Satz hinzufügen</translation>
    </message>
    <message>
        <source>The language of the page</source>
        <translation>Die Sprache der Seite</translation>
    </message>
    <message>
        <source>Ask the wiki again instead of the cache</source>
        <translation>Das Wiki neu fragen statt den Zwischenspeicher</translation>
    </message>
    <message>
        <source>None yet: choose a page, or write a sentence below.</source>
        <translation>Noch keine: Wählen Sie eine Seite oder schreiben Sie unten einen Satz.</translation>
    </message>
    <message>
        <source>Nothing: no sentence is switched on.</source>
        <translation>Nichts: Kein Satz ist eingeschaltet.</translation>
    </message>
    <message>
        <source>To be seen when the model is loaded.</source>
        <translation>Zu sehen, sobald das Modell geladen ist.</translation>
    </message>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} von {1} Tokens</translation>
    </message>
    <message>
        <source>revision {0}</source>
        <translation>Version {0}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
</context>
<context>
    <name>PictureCommands</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy label</source>
        <translation>Bezeichnung kopieren</translation>
    </message>
    <message>
        <source>More like these</source>
        <translation>Mehr wie diese</translation>
    </message>
    <message>
        <source>Remove from session</source>
        <translation>Aus Sitzung entfernen</translation>
    </message>
    <message>
        <source>remove pictures</source>
        <translation>(Bilder entfernen)</translation>
    </message>
    <message>
        <source>No file is missing.</source>
        <translation>Es fehlt keine Datei.</translation>
    </message>
    <message>
        <source>Where are the missing files?</source>
        <translation>Wo liegen die fehlenden Dateien?</translation>
    </message>
    <message>
        <source>None of them is there.</source>
        <translation>Dort liegt keine der fehlenden Dateien.</translation>
    </message>
    <message>
        <source>find missing files</source>
        <translation>(Fehlende Dateien suchen)</translation>
    </message>
</context>
<context>
    <name>PicturePane</name>
    <message>
        <source>Why this class (F6)</source>
        <translation>Warum diese Klasse (F6)</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>{0}, by hand</source>
        <translation>{0}, von Hand</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Can&apos;t be read: {0}</source>
        <translation>Nicht lesbar: {0}</translation>
    </message>
    <message>
        <source>None of these: no score reaches the threshold of its label</source>
        <translation>Keine davon: Kein Wert erreicht die Schwelle seiner Bezeichnung</translation>
    </message>
    <message>
        <source>None of these: the best score is below {0}</source>
        <translation>Keine davon: Der beste Wert liegt unter {0}</translation>
    </message>
    <message>
        <source>None of these: a familiarity of {0}, below {1}</source>
        <translation>Keine davon: Vertrautheit {0}, unter {1}</translation>
    </message>
    <message>
        <source>None of these: the margin is below {0}</source>
        <translation>Keine davon: Der Abstand liegt unter {0}</translation>
    </message>
    <message>
        <source>{0} megapixels</source>
        <translation>{0} Megapixel</translation>
    </message>
    <message>
        <source> (file)</source>
        <translation> (Datei)</translation>
    </message>
</context>
<context>
    <name>PicturesModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrsch.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>none of these</source>
        <translation>keine davon</translation>
    </message>
    <message>
        <source>can&apos;t be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>group {0}, best</source>
        <translation>Gruppe {0}, bestes</translation>
    </message>
    <message>
        <source>group {0}</source>
        <translation>Gruppe {0}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ausstehend</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>{0}: {1}, reviewed</source>
        <translation>{0}: {1}, geprüft</translation>
    </message>
    <message>
        <source>By hand: {0}</source>
        <translation>Von Hand: {0}</translation>
    </message>
</context>
<context>
    <name>PicturesPane</name>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Pictures as a table</source>
        <translation>Bilder als Tabelle</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Look at the pictures one by one, and say what they are (Ctrl+R)</source>
        <translation>Die Bilder einzeln ansehen und sagen, was sie sind (Strg+R)</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl+wheel)</source>
        <translation>Größe der Bilder (Strg+Mausrad)</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Get more models…</source>
        <translation>Weitere Modelle…</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>Modellordner öffnen…</translation>
    </message>
    <message>
        <source>Open model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Choose a picture</source>
        <translation>Bild auswählen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Wheel zooms, dragging moves, a double click fits or shows every pixel</source>
        <translation>Mausrad zoomt, Ziehen verschiebt, Doppelklick passt ein oder zeigt die Originalgröße</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Every pixel</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>none of these</source>
        <translation>keine davon</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Reviewed: {0}</source>
        <translation>Geprüft: {0}</translation>
    </message>
    <message>
        <source>The model has no answer yet</source>
        <translation>Das Modell hat noch kein Ergebnis</translation>
    </message>
    <message>
        <source>The model says: {0}</source>
        <translation>Das Modell sagt: {0}</translation>
    </message>
</context>
<context>
    <name>QuickType</name>
    <message>
        <source>Type some letters of a class</source>
        <translation>Buchstaben einer Klasse eingeben</translation>
    </message>
    <message>
        <source>Class of the picture</source>
        <translation>Klasse des Bildes</translation>
    </message>
    <message>
        <source>Type some letters of a class, press Enter</source>
        <translation>Buchstaben einer Klasse eingeben, Enter drücken</translation>
    </message>
    <message>
        <source>Classes that these letters may mean</source>
        <translation>Klassen, die gemeint sein können</translation>
    </message>
    <message>
        <source>New class “{0}”</source>
        <translation>Neue Klasse „{0}“</translation>
    </message>
</context>
<context>
    <name>RankBars</name>
    <message>
        <source>Click a class, or choose it with the arrow keys, to see why</source>
        <translation>Eine Klasse anklicken oder mit den Pfeiltasten wählen, um zu sehen, warum</translation>
    </message>
</context>
<context>
    <name>ReliabilityChart</name>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>What scores promise and keep</source>
        <translation>Was Werte versprechen und halten</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>A review takes pictures and classes: add some first.</source>
        <translation>Zum Durchsehen braucht es Bilder und Klassen: zuerst welche hinzufügen.</translation>
    </message>
    <message>
        <source>{0}: {1}. Ctrl+Z takes it back</source>
        <translation>{0}: {1}. Strg+Z nimmt es zurück</translation>
    </message>
</context>
<context>
    <name>ReviewEnd</name>
    <message>
        <source>Back to the pictures</source>
        <translation>Zurück zu den Bildern</translation>
    </message>
    <message>
        <source>Review the skipped ones</source>
        <translation>Übersprungene durchsehen</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln picture(s) are reviewed.</source>
        <translation>
            <numerusform>%Ln Bild ist geprüft.</numerusform>
            <numerusform>Alle %Ln Bilder sind geprüft.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) are reviewed.</source>
        <translation>
            <numerusform>Geprüft: {0} von %Ln Bild.</numerusform>
            <numerusform>Geprüft: {0} von %Ln Bildern.</numerusform>
        </translation>
    </message>
    <message>
        <source>You kept {0} of the model&apos;s answers and changed {1}.</source>
        <translation>Ergebnisse des Modells: {0} behalten, {1} geändert.</translation>
    </message>
    <message numerus="yes">
        <source>Review %Ln skipped one(s)</source>
        <translation>
            <numerusform>%Ln übersprungenes durchsehen</numerusform>
            <numerusform>%Ln übersprungene durchsehen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Order of the review</source>
        <translation>Reihenfolge der Durchsicht</translation>
    </message>
    <message>
        <source>Which pictures come first</source>
        <translation>Welche Bilder zuerst kommen</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>Unsicherste zuerst</translation>
    </message>
    <message>
        <source>Most informative first</source>
        <translation>Lehrreichste zuerst</translation>
    </message>
    <message>
        <source>Class by class</source>
        <translation>Klasse für Klasse</translation>
    </message>
    <message>
        <source>In random order</source>
        <translation>Zufällige Reihenfolge</translation>
    </message>
    <message>
        <source>The answer of that number</source>
        <translation>Die Antwort mit dieser Nummer</translation>
    </message>
    <message>
        <source>1 to {0}</source>
        <translation>1 bis {0}</translation>
    </message>
    <message>
        <source>The model is right</source>
        <translation>Das Modell hat recht</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Take back what was said</source>
        <translation>Gesagtes zurücknehmen</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Next picture, undecided</source>
        <translation>Nächstes Bild, ohne Entscheidung</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>End the review</source>
        <translation>Durchsicht beenden</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>End the review (Esc)</source>
        <translation>Durchsicht beenden (Esc)</translation>
    </message>
    <message>
        <source>Progress of the review</source>
        <translation>Fortschritt der Durchsicht</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The picture before this one (←)</source>
        <translation>Das Bild davor (←)</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Leave this one undecided (→)</source>
        <translation>Dieses offenlassen (→)</translation>
    </message>
    <message>
        <source>Reviewed {0} of {1}</source>
        <translation>{0} von {1} geprüft</translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop; what is done is kept (Esc)</source>
        <translation>Anhalten; Fertiges bleibt erhalten (Esc)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on where it was stopped</source>
        <translation>An der angehaltenen Stelle fortsetzen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The model that reads pictures and words</source>
        <translation>Das Modell, das Bilder und Wörter liest</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} pictures/s</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message numerus="yes">
        <source>Stopped, %Ln picture(s) left</source>
        <translation>
            <numerusform>Angehalten, noch %Ln Bild</numerusform>
            <numerusform>Angehalten, noch %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} s left</source>
        <translation>noch {0} s</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>noch {0} min</translation>
    </message>
    <message>
        <source>{0} h left</source>
        <translation>noch {0} h</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Find pictures like this one</source>
        <translation>Bilder wie dieses finden</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Choose what is searched</source>
        <translation>Wählen, was durchsucht wird</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Search file names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>Search by what is in the picture</source>
        <translation>Bildinhalt</translation>
    </message>
    <message>
        <source>Show the pictures whose file name holds this (Ctrl+F)</source>
        <translation>Bilder anzeigen, deren Dateiname diesen Text enthält (Strg+F)</translation>
    </message>
    <message>
        <source>Show the pictures that are most like this text, or like a picture dropped here (Ctrl+Shift+F)</source>
        <translation>Die Bilder anzeigen, die diesem Text oder einem hier abgelegten Bild am ähnlichsten sind (Strg+Umschalt+F)</translation>
    </message>
    <message>
        <source>What is in it: red car at night</source>
        <translation>Inhalt: red car at night</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>{0} It was kept as {1}.</source>
        <translation>{0} Die Datei wurde als {1} aufbewahrt.</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>Sitzung öffnen</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>Sitzung speichern</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source> megapixels</source>
        <translation> Megapixel</translation>
    </message>
    <message>
        <source>Your e-mail address or web page</source>
        <translation>Ihre E-Mail-Adresse oder Webseite</translation>
    </message>
    <message>
        <source>Wikipedia asks programs to say whom it can write to. Nobody else is told.</source>
        <translation>Wikipedia bittet Programme, zu sagen, an wen es schreiben kann. Sonst erfährt es niemand.</translation>
    </message>
    <message>
        <source>The address of another MediaWiki&apos;s api.php, perhaps with {language} in it</source>
        <translation>Die Adresse der api.php eines anderen MediaWiki, vielleicht mit {language} darin</translation>
    </message>
    <message>
        <source>Forget all pages; descriptions that are in use stay</source>
        <translation>Alle Seiten vergessen; benutzte Beschreibungen bleiben</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation>ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Berechnung</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>Größtes Bild</translation>
    </message>
    <message>
        <source>Room for thumbnails</source>
        <translation>Platz für Vorschaubilder</translation>
    </message>
    <message>
        <source>Descriptions</source>
        <translation>Beschreibungen</translation>
    </message>
    <message>
        <source>Language of Wikipedia</source>
        <translation>Sprache der Wikipedia</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Kontakt</translation>
    </message>
    <message>
        <source>Another wiki</source>
        <translation>Anderes Wiki</translation>
    </message>
    <message>
        <source>Pages kept</source>
        <translation>Behaltene Seiten</translation>
    </message>
    <message>
        <source>Where things lie</source>
        <translation>Speicherorte</translation>
    </message>
    <message>
        <source>Models and sessions</source>
        <translation>Modelle und Sitzungen</translation>
    </message>
    <message>
        <source>Vectors and thumbnails</source>
        <translation>Vektoren und Vorschaubilder</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Forget all thumbnails; they are made again when they are next seen</source>
        <translation>Alle Vorschaubilder löschen; sie werden beim nächsten Anzeigen neu erstellt</translation>
    </message>
</context>
<context>
    <name>SeveralMode</name>
    <message>
        <source>threshold of a label</source>
        <translation>(Schwelle einer Bezeichnung)</translation>
    </message>
</context>
<context>
    <name>SeveralPanel</name>
    <message>
        <source>Has a label at or above</source>
        <translation>Hat Bezeichnung ab</translation>
    </message>
    <message>
        <source>As all labels</source>
        <translation>Wie alle</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Kleinster Wert</translation>
    </message>
    <message>
        <source>A picture has the label when its score for it is at least this.</source>
        <translation>Ein Bild hat die Bezeichnung, wenn sein Wert dafür mindestens so groß ist.</translation>
    </message>
    <message>
        <source>Take away this label&apos;s own threshold</source>
        <translation>Die eigene Schwelle dieser Bezeichnung aufheben</translation>
    </message>
    <message>
        <source>All labels without a threshold of their own</source>
        <translation>Alle Bezeichnungen ohne eigene Schwelle</translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) have it.</source>
        <translation>
            <numerusform>{0} von %Ln Bild hat sie.</numerusform>
            <numerusform>{0} von %Ln Bildern haben sie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln picture(s) have a label.</source>
        <translation>
            <numerusform>{0} von %Ln Bild hat eine Bezeichnung.</numerusform>
            <numerusform>{0} von %Ln Bildern haben eine Bezeichnung.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>On the pictures</source>
        <translation>Bei den Bildern</translation>
    </message>
    <message>
        <source>In a review</source>
        <translation>Beim Durchsehen</translation>
    </message>
    <message>
        <source>In the list of classes</source>
        <translation>In der Klassenliste</translation>
    </message>
    <message>
        <source>In the large picture</source>
        <translation>Im großen Bild</translation>
    </message>
</context>
<context>
    <name>SortMenu</name>
    <message>
        <source>Folder and name</source>
        <translation>Ordner und Name</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>What was sought</source>
        <translation>Suchergebnis</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
</context>
<context>
    <name>Support</name>
    <message>
        <source>There is no log: nothing went wrong yet.</source>
        <translation>Es gibt kein Protokoll: Bisher ist nichts schiefgegangen.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>Der Bericht ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>Reading the classes</source>
        <translation>Klassen werden gelesen</translation>
    </message>
    <message>
        <source>Preparing the model for this processor (once)…</source>
        <translation>Modell wird für diesen Prozessor vorbereitet (einmalig)…</translation>
    </message>
    <message>
        <source>Preparing the model in int8 (once, a minute or more)…</source>
        <translation>Modell wird in int8 vorbereitet (einmalig, eine Minute oder länger)…</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Add pictures to begin</source>
        <translation>Zum Beginnen Bilder hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s). Type class names to label them</source>
        <translation>
            <numerusform>%Ln Bild. Zum Zuordnen Klassennamen eingeben</numerusform>
            <numerusform>%Ln Bilder. Zum Zuordnen Klassennamen eingeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>, {0} reviewed</source>
        <translation>, {0} geprüft</translation>
    </message>
    <message>
        <source>, {0} can&apos;t be read</source>
        <translation>, {0} nicht lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) labelled</source>
        <translation>
            <numerusform>%Ln Bild zugeordnet</numerusform>
            <numerusform>%Ln Bilder zugeordnet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>None of these below</source>
        <translation>Keine davon unter</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Familiarity</source>
        <translation>Vertrautheit</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>Reject by familiarity, where both kinds of errors weigh the same</source>
        <translation>Nach Vertrautheit verwerfen, sodass beide Arten von Fehlern gleich viel wiegen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Accept every answer</source>
        <translation>Jedes Ergebnis annehmen</translation>
    </message>
    <message>
        <source>Score and margin</source>
        <translation>Wert und Abstand</translation>
    </message>
    <message>
        <source>Reject by the best class&apos;s score, or by its lead, too</source>
        <translation>Auch nach dem Wert der besten Klasse oder nach ihrem Vorsprung verwerfen</translation>
    </message>
    <message>
        <source>How surely a picture belongs to any of the classes at all, from 0 to 1.</source>
        <translation>Wie sicher ein Bild überhaupt zu einer der Klassen gehört, von 0 bis 1.</translation>
    </message>
    <message>
        <source>The share of the best class. Over few classes it is high even when none fits: it is no certainty.</source>
        <translation>Der Anteil der besten Klasse. Bei wenigen Klassen ist er auch dann hoch, wenn keine passt: Er ist keine Gewissheit.</translation>
    </message>
    <message>
        <source>The lead of the best class over the second.</source>
        <translation>Der Vorsprung der besten Klasse vor der zweiten.</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message numerus="yes">
        <source>Rejects {0} of %Ln picture(s).</source>
        <translation>
            <numerusform>Verwirft {0} von %Ln Bild.</numerusform>
            <numerusform>Verwirft {0} von %Ln Bildern.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trust</name>
    <message>
        <source>at {0}</source>
        <translation>bei {0}</translation>
    </message>
    <message>
        <source>Expected {0}: {1}</source>
        <translation>Erwartet {0}: {1}</translation>
    </message>
    <message>
        <source>Familiarity goes by the reviewed pictures: {0} that are none of these, and {1} that are not. Each was left out once, to see whether the others judge it rightly.</source>
        <translation>Die Vertrautheit richtet sich nach den geprüften Bildern: {0}, die keine davon sind, und {1} andere. Jedes wurde einmal ausgelassen, um zu sehen, ob die übrigen es richtig beurteilen.</translation>
    </message>
    <message>
        <source>Told by a vocabulary of other things.</source>
        <translation>Beurteilt nach einem Wortschatz anderer Dinge.</translation>
    </message>
    <message>
        <source>Told by the best score alone.</source>
        <translation>Beurteilt allein nach dem besten Wert.</translation>
    </message>
    <message>
        <source>Told by the lead of the best class.</source>
        <translation>Beurteilt nach dem Vorsprung der besten Klasse.</translation>
    </message>
    <message>
        <source>Told by the reviewed pictures.</source>
        <translation>Beurteilt nach den geprüften Bildern.</translation>
    </message>
    <message>
        <source>How often it errs on your pictures is known once {0} are reviewed, some of them none of these ({1} and {2} so far).</source>
        <translation>Wie oft das hier irrt, ist ab {0} geprüften Bildern bekannt, von denen einige keine davon sind (bisher {1} und {2}).</translation>
    </message>
    <message>
        <source>On our test pictures, with the starter and at {0}, {1} of pictures of quite other things got a class and {2} of near kin of the classes, and {3} of pictures of the classes were rejected.</source>
        <translation>Auf unseren Testbildern, mit dem Startmodell und bei {0}, bekamen {1} der Bilder von ganz anderen Dingen eine Klasse und {2} der Bilder von nahen Verwandten der Klassen; {3} der Bilder von den Klassen wurden verworfen.</translation>
    </message>
    <message>
        <source>about {0} of what is none of these gets a class, about {1} of the rest is rejected.</source>
        <translation>Etwa {0} der Bilder, die keine davon sind, bekommen eine Klasse; etwa {1} der übrigen werden verworfen.</translation>
    </message>
</context>
<context>
    <name>Truths</name>
    <message>
        <source>This is</source>
        <translation>Das ist</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Nicht gesagt</translation>
    </message>
    <message>
        <source>label by hand</source>
        <translation>(von Hand benennen)</translation>
    </message>
    <message>
        <source>confirm answers</source>
        <translation>(Ergebnisse bestätigen)</translation>
    </message>
    <message>
        <source>label by folder names</source>
        <translation>(nach Ordnernamen benennen)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) labelled by the names of their folders.</source>
        <translation>
            <numerusform>%Ln Bild nach dem Namen seines Ordners benannt.</numerusform>
            <numerusform>%Ln Bilder nach den Namen ihrer Ordner benannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture lies in a folder with the name of a class.</source>
        <translation>Kein Bild liegt in einem Ordner, der wie eine Klasse heißt.</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Looking for it…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Looking for it, part by part: {0} of {1}</source>
        <translation>Wird gesucht, Teil für Teil: {0} von {1}</translation>
    </message>
    <message>
        <source>Why “{0}”?</source>
        <translation>Warum „{0}“?</translation>
    </message>
    <message>
        <source>Heat map by gradients, scaled to its own maximum; only what speaks for it is coloured.</source>
        <translation>Wärmebild aus Gradienten, am eigenen Höchstwert gemessen; gefärbt ist nur, was dafür spricht.</translation>
    </message>
    <message>
        <source>Heat map by covering parts, scaled to its own maximum; only what speaks for it is coloured.</source>
        <translation>Wärmebild aus verdeckten Teilen, am eigenen Höchstwert gemessen; gefärbt ist nur, was dafür spricht.</translation>
    </message>
    <message>
        <source>upper left</source>
        <translation>oben links</translation>
    </message>
    <message>
        <source>upper middle</source>
        <translation>oben in der Mitte</translation>
    </message>
    <message>
        <source>upper right</source>
        <translation>oben rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>in der Mitte</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>lower left</source>
        <translation>unten links</translation>
    </message>
    <message>
        <source>lower middle</source>
        <translation>unten in der Mitte</translation>
    </message>
    <message>
        <source>lower right</source>
        <translation>unten rechts</translation>
    </message>
    <message>
        <source>Seen most in the picture&apos;s {0}.</source>
        <translation>Am deutlichsten zu sehen: {0}.</translation>
    </message>
    <message>
        <source>Nearest text: “{0}” ({1})</source>
        <translation>Ähnlichster Text: „{0}“ ({1})</translation>
    </message>
    <message>
        <source>{0} ahead of “{1}”</source>
        <translation>{0} vor „{1}“</translation>
    </message>
    <message>
        <source>{0} behind “{1}”</source>
        <translation>{0} hinter „{1}“</translation>
    </message>
    <message>
        <source>Nearest reviewed pictures</source>
        <translation>Ähnlichste geprüfte Bilder</translation>
    </message>
    <message>
        <source>none of these</source>
        <translation>keine davon</translation>
    </message>
    <message>
        <source>{0}, reviewed as {1}: go to it</source>
        <translation>{0}, geprüft als {1}: dorthin gehen</translation>
    </message>
</context>
</TS>
