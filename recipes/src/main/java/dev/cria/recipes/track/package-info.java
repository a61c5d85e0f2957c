/** Figures of a run for the programs of others: TensorBoard, spreadsheets, MLflow. */
package dev.cria.recipes.track;
