/** Chinese words as jieba 0.42 finds them: its dictionary, its hidden Markov model. */
package dev.cria.data.text.jieba;
