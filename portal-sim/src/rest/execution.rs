//! The execution of one request: of a single method, or of the commands of a batch one after the other.
//! It lets the time of each method pass, checks scope and running time, and keeps the error that a portal does not clear
//! between the commands of a batch (`yuliai/bitrix-modules rest/classes/general/rest.php`).

use std::time::Duration;

use super::gateway::Gateway;
use crate::faults::Fault;
use crate::methods::{self, Caller, Context, Method, Outcome, RestError};
use crate::php::PhpArray;
use crate::portal::Portal;
use crate::sync::lock;
use crate::world::{Account, RunningTime, RunningTimeMeter};

/// The execution of one request.
#[derive(Debug)]
pub(super) struct Execution {
    portal: Portal,
    caller: Caller,
    /// The last method that was called.
    method: String,
    /// The text of an error that a former command left behind.
    persisting_error: Option<String>,
    /// The running time of all methods so far.
    charged: Duration,
    began_at: f64,
    /// How long the request waited for a worker. The gateway's limit includes it.
    waited: Duration,
    /// The running time of each method.
    meter: RunningTimeMeter,
    gateway: Gateway,
}

impl Execution {
    pub(super) fn new(portal: Portal, caller: Caller, waited: Duration, gateway: Gateway) -> Self {
        let began_at = portal.now();
        Self {
            portal,
            caller,
            method: String::new(),
            persisting_error: None,
            charged: Duration::ZERO,
            began_at,
            waited,
            meter: RunningTimeMeter::new(began_at),
            gateway,
        }
    }

    pub(super) fn portal(&self) -> &Portal {
        &self.portal
    }

    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The last method that was called.
    pub(super) fn method(&self) -> &str {
        &self.method
    }

    pub(super) fn set_method(&mut self, method: &str) {
        method.clone_into(&mut self.method);
    }

    /// The running time of all methods so far.
    pub(super) fn charged(&self) -> Duration {
        self.charged
    }

    /// Calls one method, from its checks to its reply.
    pub(super) async fn call(&mut self, name: &str, params: &PhpArray, fault: Option<Fault>) -> Outcome {
        let method = methods::find(name).ok_or_else(RestError::method_not_found)?;
        self.set_method(name);
        self.check_allowed(method)?;
        if let Some(Fault::Error { status, error, description }) = &fault {
            return Err(RestError::new(*status, error, description));
        }
        self.check_running_time(name)?;
        self.meter.start(name, self.work_time());
        let mut cost = methods::cost(&self.portal, name, params);
        if let Some(Fault::Delay(span)) = &fault {
            cost += *span;
        }
        self.spend(cost).await;
        let outcome = match &fault {
            Some(Fault::FalseSuccess) => Ok(methods::success(name).into()),
            Some(Fault::HandlerRefuses(text)) => self.run(method, params, Some(text)),
            _ => self.run(method, params, None),
        };
        if outcome.is_ok() {
            self.meter.succeed(name, self.work_time());
        }
        outcome.map_err(|error| self.with_persisting_error(error))
    }

    fn run(&mut self, method: &Method, params: &PhpArray, handler_refusal: Option<&str>) -> Outcome {
        let mut context = Context {
            portal: &self.portal,
            caller: &self.caller,
            method: method.name,
            methods: methods::METHODS,
            persisting_error: &mut self.persisting_error,
            handler_refusal,
        };
        (method.run)(&mut context, params)
    }

    /// Lets time pass for work. It sleeps until all work so far is due: tasks wake late, and the lateness must not add up.
    /// The gateway's limit counts only this time and the queue, so that a slow machine with a fast clock does not look
    /// like a slow portal.
    pub(super) async fn spend(&mut self, cost: Duration) {
        let clock = self.portal.world.clock.clone();
        let (limit, contention) =
            self.portal.setting(|settings| (settings.gateway_limit, settings.contention));
        let others = u32::try_from(self.portal.core.workers.busy().saturating_sub(1)).unwrap_or(u32::MAX);
        self.charged += cost.mul_f64(contention.mul_add(f64::from(others), 1.0));
        if self.waited + self.charged > limit && self.gateway.is_waiting() {
            clock.sleep_until(self.began_at + limit.saturating_sub(self.waited).as_secs_f64()).await;
            self.gateway.give_up();
        }
        clock.sleep_until(self.work_time()).await;
    }

    /// The time that the clock would show if only the portal's work took time.
    fn work_time(&self) -> f64 {
        self.began_at + self.charged.as_secs_f64()
    }

    fn check_allowed(&self, method: &Method) -> Result<(), RestError> {
        let by_webhook = self.caller.client_id.is_none();
        if by_webhook && method.only_for_apps {
            let text = "Current authorization type is denied for this method";
            return Err(RestError::new(403, "WRONG_AUTH_TYPE", text));
        }
        match method.scope {
            Some(scope) if !self.portal.is_granted(scope) => Err(RestError::insufficient_scope(by_webhook)),
            _ => Ok(()),
        }
    }

    fn account(&self, method: &str) -> Account {
        let caller = self.caller.client_id.clone().unwrap_or_else(|| self.caller.secret.clone());
        (caller, method.to_owned())
    }

    /// Refuses a method without running time. The check comes before the call, so one call can exceed the limit.
    fn check_running_time(&self, method: &str) -> Result<(), RestError> {
        let Some(limit) = self.portal.setting(|settings| settings.operating_limit) else { return Ok(()) };
        let used = self.running_time(method).map_or(0.0, |running_time| running_time.seconds);
        if used <= limit.as_secs_f64() {
            return Ok(());
        }
        let text = "Method is blocked due to operation time limit.";
        Err(RestError::new(429, "OPERATION_TIME_LIMIT", text))
    }

    /// A method's running time in the last ten minutes, if it is limited: that of former requests and of this one. Requests
    /// that run at the same time do not count.
    pub(super) fn running_time(&self, method: &str) -> Option<RunningTime> {
        self.portal.setting(|settings| settings.operating_limit)?;
        let (account, now) = (self.account(method), self.portal.now());
        let stored = lock(&self.portal.core.limits).running_time(&account, now, self.meter.began_at());
        Some(RunningTime { seconds: stored.seconds + self.meter.so_far(method), ..stored })
    }

    /// Charges the running time of the finished request to its caller.
    pub(super) fn charge(&self) {
        if self.portal.setting(|settings| settings.operating_limit).is_none() {
            return;
        }
        let mut limits = lock(&self.portal.core.limits);
        for (method, seconds, first_call) in self.meter.totals() {
            limits.spend(&self.account(method), seconds, first_call);
        }
    }

    /// An error that persists replaces the code and text of later errors, but not their status.
    fn with_persisting_error(&mut self, error: RestError) -> RestError {
        if error.persists {
            self.persisting_error = Some(error.text.clone());
            return error;
        }
        match &self.persisting_error {
            Some(former) => RestError::new(error.status, "ERROR_CORE", former),
            None => error,
        }
    }
}
