package dev.headway.admission;

/** The pace that a rule or an annotation declares for a handler. */
public enum DeclaredPace {

	/** Its requests always need a slot. */
	SLOW,

	/** Its requests never wait, even if they turn out slow. */
	QUICK,

	/** Nothing: its pace is learned from its requests. */
	LEARN,

	/** Its requests are neither held back nor recorded. */
	EXEMPT

}
