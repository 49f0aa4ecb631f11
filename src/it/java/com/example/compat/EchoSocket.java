package com.example.compat;

import java.io.IOException;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;

/** Repeats each message, until it is told to close. */
@ServerEndpoint("/socket")
public class EchoSocket {

	/** Speaks first. */
	@OnOpen
	public void greet(Session session) throws IOException {
		session.getBasicRemote().sendText("hello at " + session.getRequestURI().getPath());
	}

	/** A message has come. */
	@OnMessage
	public void answer(String message, Session session) throws IOException {
		if (message.equals("close")) {
			session.close(new CloseReason(CloseCodes.GOING_AWAY, "as you like"));
			return;
		}
		Pause.millis(20);
		session.getBasicRemote().sendText(message);
	}

	/** Registers it with Tomcat's container. */
	static final class Registration implements ServletContextListener {

		@Override
		public void contextInitialized(ServletContextEvent event) {
			Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
			try {
				((ServerContainer) container).addEndpoint(EchoSocket.class);
			}
			catch (DeploymentException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
