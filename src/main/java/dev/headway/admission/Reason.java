package dev.headway.admission;

/** Why a request is turned away. */
public enum Reason {

	/** The waiting room was full. */
	FULL,

	/** It had waited too long, in the queue or in the waiting room. */
	TIMEOUT

}
