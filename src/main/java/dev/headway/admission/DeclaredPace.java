package dev.headway.admission;

/** What a rule or an annotation says of a handler. */
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
