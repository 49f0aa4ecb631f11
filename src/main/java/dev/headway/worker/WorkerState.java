package dev.headway.worker;

/** What a worker does at one moment. */
public enum WorkerState {

	/** Waits for a job. */
	IDLE,

	/** Runs a job. */
	BUSY

}
