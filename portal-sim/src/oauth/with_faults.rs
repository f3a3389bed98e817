//! Scripted faults of the authorization server. Its work takes no time.

use crate::faults::Fault;
use crate::php::php;
use crate::wire::{Answer, Response, after_work, before_work, status_after_work, wait_after_work};
use crate::world::{Arrival, World};

/// Logs a call and answers it with the work, or as a scripted fault says.
pub(super) async fn with_faults(world: &World, arrival: Arrival, work: impl FnOnce() -> Answer) -> Response {
    let fault = world.oauth_faults.take(&arrival.method, false);
    let entry = world.oauth_journal.open(arrival);
    if let Some((status, response)) = before_work(fault.as_ref()).await {
        world.oauth_journal.close(entry, status, None);
        return response;
    }
    if let Some(Fault::Delay(span)) = &fault {
        world.clock.sleep(*span).await;
    }
    let answer = match &fault {
        Some(Fault::Error { status, error, description }) => Answer::error(*status, error, description),
        Some(Fault::HandlerRefuses(text)) => Answer::error(400, "ERROR_CORE", text),
        Some(Fault::FalseSuccess) => Answer::ok(php! { "result" => true }),
        _ => work(),
    };
    world.oauth_journal.close(entry, status_after_work(fault.as_ref(), &answer), answer.code().as_deref());
    wait_after_work(fault.as_ref(), &world.clock).await;
    after_work(fault.as_ref(), &answer)
}
