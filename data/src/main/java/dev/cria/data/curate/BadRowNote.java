package dev.cria.data.curate;

/** A row that could not be read, and where it is. */
record BadRowNote(String file, long row, String problem) {

    @Override
    public String toString() {
        return file + ":" + row + ": " + problem;
    }
}
