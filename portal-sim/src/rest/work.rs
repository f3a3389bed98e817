//! The work of one request: it waits for a worker, is authorized, and executes the method or the batch.

use std::time::Duration;

use super::access::authorize;
use super::batch;
use super::execution::Execution;
use super::gateway::Gateway;
use super::request::RestRequest;
use crate::faults::Fault;
use crate::methods::{self, Reply, RestError};
use crate::php::{Php, php};
use crate::portal::Portal;
use crate::wire::{Answer, time_block};
use crate::world::BusyWorker;

/// A request in the journal.
#[derive(Clone, Copy)]
pub(super) struct LoggedRequest {
    /// The number of its entry.
    pub(super) entry: usize,
    /// When it arrived.
    pub(super) at: f64,
}

/// Does the work of a request and notes its answer.
pub(super) async fn work(
    portal: Portal,
    request: RestRequest,
    logged: LoggedRequest,
    fault: Option<Fault>,
    mut gateway: Gateway,
) -> Answer {
    let entry = logged.entry;
    let (waited, worker) = wait_for_worker(&portal, logged.at, &mut gateway).await;
    let start = portal.now();
    portal.core.journal.begin(entry, start);
    let answer = match run(&portal, &request, entry, fault, waited, gateway).await {
        Ok((reply, execution)) => {
            let answer = Answer::ok(envelope(reply, start, &execution));
            execution.charge();
            answer
        }
        Err(error) => Answer::new(error.status, error.body()),
    };
    drop(worker);
    portal.core.journal.finish(entry, portal.now());
    portal.core.journal.close_if_open(entry, answer.status, answer.code().as_deref());
    answer
}

/// Waits for a worker and says how long it took. The gateway gives up after its limit, but the request stays in the
/// queue.
async fn wait_for_worker(portal: &Portal, arrived: f64, gateway: &mut Gateway) -> (Duration, BusyWorker) {
    // A request that finds a free worker has not waited, even if the machine is slow and the clock is fast.
    if let Some(worker) = portal.core.workers.try_take() {
        return (Duration::ZERO, worker);
    }
    let limit = portal.setting(|settings| settings.gateway_limit);
    let free_worker = portal.core.workers.take();
    tokio::pin!(free_worker);
    let worker = tokio::select! {
        biased;
        worker = &mut free_worker => worker,
        () = portal.world.clock.sleep_until(arrived + limit.as_secs_f64()) => {
            gateway.give_up();
            free_worker.await
        }
    };
    let waited = Duration::try_from_secs_f64(portal.now() - arrived).unwrap_or_default();
    (waited, worker)
}

async fn run(
    portal: &Portal,
    request: &RestRequest,
    entry: usize,
    fault: Option<Fault>,
    waited: Duration,
    gateway: Gateway,
) -> Result<(Reply, Execution), RestError> {
    let is_batch = request.method == "batch";
    if !is_batch && !methods::exists(&request.method) {
        return Err(RestError::method_not_found());
    }
    let caller = authorize(portal, request)?;
    portal.core.journal.identify(entry, caller.user_id, caller.via());
    let mut execution = Execution::new(portal.clone(), caller, waited, gateway);
    let outcome = if is_batch {
        batch::run(&mut execution, request, fault).await
    } else {
        execution.call(&request.method, &request.params, fault).await
    };
    match outcome {
        Ok(reply) => Ok((reply, execution)),
        Err(error) => {
            execution.charge();
            Err(error)
        }
    }
}

/// The whole answer around a reply.
fn envelope(reply: Reply, start: f64, execution: &Execution) -> Php {
    let mut body = php! { "result" => reply.result };
    if let Some(next) = reply.next {
        body.array_mut().set("next", next);
    }
    if let Some(total) = reply.total {
        body.array_mut().set("total", total);
    }
    let running_time = execution.running_time(execution.method());
    body.array_mut().set("time", time_block(start, execution.charged().as_secs_f64(), running_time));
    body
}
