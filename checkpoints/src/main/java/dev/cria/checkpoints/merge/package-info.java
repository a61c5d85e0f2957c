/** Several models of one shape as one, tensor by tensor. */
package dev.cria.checkpoints.merge;
