package dev.headway.worker;

/** What a worker does: one or the other, never both. */
public enum WorkerState {

	/** Waits for a job. */
	IDLE,

	/** Runs a job. */
	BUSY

}
