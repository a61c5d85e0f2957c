package dev.cria.trainer.generate;

import java.util.List;

/** What was drawn: a token, the log-probability of it and of the likeliest, where asked for. */
record Choice(int token, float logProb, List<TokenLogProb> top) {}
