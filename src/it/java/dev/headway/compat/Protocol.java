package dev.headway.compat;

/** The protocol of requests. */
enum Protocol {

	HTTP_1_1(false) {
		@Override
		Client connect(CompatServer server) {
			return new Http1Client(server.address(), server.trust());
		}
	},

	HTTP_2(false) {
		@Override
		Client connect(CompatServer server) {
			return new Http2Client(server.address(), server.trust());
		}
	},

	WEB_SOCKET(false) {
		@Override
		Client connect(CompatServer server) {
			return new WebSocketClient(server.address(), server.trust());
		}
	},

	HTTP_1_1_OVER_TLS(true) {
		@Override
		Client connect(CompatServer server) {
			return HTTP_1_1.connect(server);
		}
	},

	HTTP_2_OVER_TLS(true) {
		@Override
		Client connect(CompatServer server) {
			return HTTP_2.connect(server);
		}
	},

	WEB_SOCKET_OVER_TLS(true) {
		@Override
		Client connect(CompatServer server) {
			return WEB_SOCKET.connect(server);
		}
	};

	private final boolean secure;

	Protocol(boolean secure) {
		this.secure = secure;
	}

	/** Whether it needs TLS. */
	boolean isSecure() {
		return this.secure;
	}

	abstract Client connect(CompatServer server);

}
