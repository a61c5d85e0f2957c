package dev.cria.trainer.generate.json;

/** What is still to come of a text, byte by byte. Does not change; equal forms allow the same. */
interface Form {

    /** Nothing. */
    Form END = new End();

    /** What is to come after a byte (0 to 255); null if it may not come. */
    Form step(int next);

    /** With how many bytes, at least, the text can be complete; 0 if it is. */
    int shortest();

    /** The end of the text. */
    record End() implements Form {

        @Override
        public Form step(int next) {
            return null;
        }

        @Override
        public int shortest() {
            return 0;
        }
    }
}
