#!/usr/bin/env bash
# A real MediaWiki on loopback for the tests of the Wikipedia client: Debian's own package, with SQLite and PHP's
# built-in server. Nothing is installed, and root isn't needed: the packages are unpacked below one folder.
#
#   mediawiki.sh build DIR PAGES   fetch and set it up in DIR, with a page for each TITLE.txt in the folder PAGES;
#                                  ends with 77 where the packages can't be had
#   mediawiki.sh serve DIR PORT    answer at http://127.0.0.1:PORT/api.php until killed; a line on stderr per request
set -euo pipefail

action=${1:?build or serve}
dir=$(realpath -m "${2:?the folder for it}")
wiki=$dir/root/usr/share/mediawiki
packages=(mediawiki mediawiki-classes php8.2-{cli,common,mbstring,intl,xml,sqlite3}
  libonig5 libsodium23 libargon2-1 libicu72 libxml2 libedit2)
extensions=(ctype iconv mbstring tokenizer dom xml xmlreader xmlwriter simplexml intl fileinfo pdo pdo_sqlite sqlite3 posix)

find_php() { # what was unpacked, as the command "${php[@]}"
  php=(env "LD_LIBRARY_PATH=$(echo "$dir"/root/usr/lib/*-linux-gnu)" "$dir/root/usr/bin/php8.2"
    -n -d "extension_dir=$(echo "$dir"/root/usr/lib/php/20*)")
  for extension in "${extensions[@]}"; do php+=(-d "extension=$extension"); done
}

fetch() { # with lists and locks of our own, so that the system's stay as they are
  local own=(-qq -o "Dir::State::lists=$dir/lists" -o "Dir::Cache=$dir/cache" -o APT::Sandbox::User=root)
  mkdir -p "$dir"/{deb,root,lists/partial,cache/archives/partial}
  cd "$dir/deb"
  apt-get "${own[@]}" update || true # one broken source of many is no reason to stop
  apt-get "${own[@]}" download "${packages[@]}" || return
  for package in *.deb; do dpkg -x "$package" "$dir/root" || return; done
}

configure() {
  cat >> LocalSettings.php << 'PHP'
wfLoadExtension( 'TextExtracts' );
wfLoadExtension( 'PageImages' );
$wgRightsText = 'CC BY-SA 4.0';
$wgRightsUrl = 'https://creativecommons.org/licenses/by-sa/4.0/';
// Debian doesn't package Disambiguator, which gives this page property on Wikipedia.
$wgHooks['GetDoubleUnderscoreIDs'][] = static function ( &$ids ) { $ids[] = 'disambiguation'; };
$wgExtensionMessagesFiles['Disambiguation'] = __DIR__ . '/disambiguation.php';
// Links to the article in German, as Wikipedia's wikis have them among each other.
$wgHooks['InterwikiLoadPrefix'][] = static function ( $prefix, &$data ) {
  if ( $prefix !== 'de' ) { return true; }
  $data = [ 'iw_url' => 'https://de.invalid/$1', 'iw_local' => 0, 'iw_trans' => 0, 'iw_api' => '', 'iw_wikiid' => '' ];
  return false;
};
PHP
  cat > disambiguation.php << 'PHP'
<?php $magicWords = [ 'en' => [ 'disambiguation' => [ 0, '__DISAMBIG__' ] ] ];
PHP
}

build() {
  (fetch) > "$dir.log" 2>&1 || { tail -n 3 "$dir.log" >&2; exit 77; }
  find_php
  cd "$wiki"
  rm -rf LocalSettings.php config extensions images # links into /etc and /var, which a real installation has
  mv extensions-core extensions
  mkdir -p images "$dir/db"
  "${php[@]}" maintenance/install.php --dbtype sqlite --dbpath "$dir/db" --server "http://127.0.0.1" --scriptpath "" \
    --pass peer-Test-pass-1 Peer Admin
  configure
  "${php[@]}" maintenance/importTextFiles.php --user Admin --bot "$1"/*.txt
}

case $action in
  build) build "$(realpath "${3:?the folder of pages}")" ;;
  serve) find_php && cd "$wiki" && exec "${php[@]}" -S "127.0.0.1:${3:?the port}" -t . ;;
  *) echo "mediawiki.sh: build or serve, not $action" >&2 && exit 2 ;;
esac
