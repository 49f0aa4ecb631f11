package dev.headway.compat;

import java.net.URI;

/** How requests travel. */
enum Protocol {

	HTTP_1_1 {
		@Override
		Client connect(URI server) {
			return new Http1Client(server);
		}
	},

	HTTP_2 {
		@Override
		Client connect(URI server) {
			return new Http2Client(server);
		}
	};

	abstract Client connect(URI server);

}
