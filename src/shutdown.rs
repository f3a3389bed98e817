//! Stops the service on SIGTERM or SIGINT. New connections are refused, and requests in flight may end.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

use crate::app::Stopper;

/// Stops the server gracefully on the first signal. On the second, requests in flight are ended. Jobs and other work stop
/// in the same way both times (`App::run`).
///
/// # Errors
/// When this process cannot listen for signals.
pub fn stop_on_signal(server: Stopper) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        for graceful in [true, false] {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!(graceful, "stopping");
            // Not awaited: the second signal must be received while requests drain.
            let server = server.clone();
            tokio::spawn(async move { server.stop(graceful).await });
        }
    });
    Ok(())
}
