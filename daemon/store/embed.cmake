# Turns migrations/NNNN_name.sql into one C file: cmake -DOUTPUT=... -DFILES="a;b" -P embed.cmake
set (rows "")
set (arrays "")
set (count 0)
set (last 0)
list (SORT FILES)
foreach (file ${FILES})
    get_filename_component (name ${file} NAME_WE)
    if (NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
        message (FATAL_ERROR "${file}: a migration is named NNNN_words.sql")
    endif ()
    string (REGEX REPLACE "^0+" "" version "${CMAKE_MATCH_1}")
    if (version LESS_EQUAL last)
        message (FATAL_ERROR "${file}: there are two migrations ${version}")
    endif ()
    set (last ${version})
    math (EXPR count "${count} + 1")
    file (READ ${file} hex HEX)
    string (REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string (APPEND arrays "static const unsigned char sql_${version}[] = { ${bytes}0 };\n")
    string (APPEND rows "    { ${version}, \"${name}\", (const char *)sql_${version} },\n")
endforeach ()
file (WRITE ${OUTPUT} "/* Made by embed.cmake from store/migrations: the SQL files as C arrays. */
#include \"store/migrate.h\"

${arrays}
const struct migration migrations[] = {
${rows}};
const int migrations_count = ${count};
")
