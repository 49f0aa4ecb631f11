package dev.headway.tomcat;

/** A channel to a client that remembers what its connection has done. */
interface ClientChannel {

	/** The state of the connection that has the channel at present. */
	ConnectionState state();

}
