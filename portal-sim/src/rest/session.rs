//! The run of one method, or of the methods of one batch, for an accepted caller.
//! It charges time, keeps to the method's time limit, and remembers the portal-wide exception, which a portal
//! does not clear between the items of a batch (`yuliai/bitrix-modules rest/classes/general/rest.php`).

use std::time::Duration;

use tokio::sync::oneshot;

use super::access::Access;
use super::error::RestError;
use super::limits::{Account, Meter, Operating};
use crate::faults::Fault;
use crate::lock;
use crate::methods::{self, Method};
use crate::php::{Php, PhpArray};
use crate::portal::Portal;

/// How a request came to its work.
#[derive(Debug)]
pub(crate) struct Turn {
    /// How long it waited for a free worker.
    pub(crate) waited: Duration,
    /// Tells the gateway that its patience is over; gone once told.
    pub(crate) gateway: Option<oneshot::Sender<()>>,
}

/// What a method answers.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) result: Php,
    pub(crate) next: Option<usize>,
    pub(crate) total: Option<usize>,
}

impl<T: Into<Php>> From<T> for Reply {
    fn from(result: T) -> Self {
        Self { result: result.into(), next: None, total: None }
    }
}

/// A method's end.
pub(crate) type Outcome = Result<Reply, RestError>;

/// One caller's run.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) portal: Portal,
    pub(crate) access: Access,
    /// The method that runs now.
    pub(crate) method: String,
    /// Text of the portal-wide exception that nobody cleared.
    pub(crate) exception: Option<String>,
    /// Why another module's handler will refuse the next deletion.
    pub(crate) refusal: Option<String>,
    /// Run time so far.
    pub(crate) charged: Duration,
    /// When the work began, and how long the request waited for it: the gateway's patience counts that too.
    began_at: f64,
    waited: Duration,
    /// What is spent on each method.
    meter: Meter,
    /// Tells the gateway that its patience is over; gone once told.
    gateway: Option<oneshot::Sender<()>>,
}

impl Session {
    pub(crate) fn new(portal: Portal, access: Access, turn: Turn) -> Self {
        let began_at = portal.world.clock.now();
        Self {
            portal,
            access,
            method: String::new(),
            exception: None,
            refusal: None,
            charged: Duration::ZERO,
            began_at,
            waited: turn.waited,
            meter: Meter::new(began_at),
            gateway: turn.gateway,
        }
    }

    /// Runs one method from its checks to its answer.
    pub(crate) async fn execute(&mut self, name: &str, params: &PhpArray, fault: Option<Fault>) -> Outcome {
        let method = methods::find(name).ok_or_else(RestError::method_not_found)?;
        name.clone_into(&mut self.method);
        self.check_allowed(&method)?;
        if let Some(Fault::Error { status, error, description }) = &fault {
            return Err(RestError::new(*status, error, description));
        }
        self.check_operating(name)?;
        self.meter.start(name, self.work_time());
        let mut cost = methods::cost(self, params);
        if let Some(Fault::Delay(span)) = &fault {
            cost += *span;
        }
        self.spend(cost).await;
        let outcome = match fault {
            Some(Fault::LieTrue) => Ok(methods::empty_success(name).into()),
            Some(Fault::HandlerRefuses(why)) => {
                self.refusal = Some(why);
                (method.run)(self, params)
            }
            _ => (method.run)(self, params),
        };
        self.refusal = None;
        if outcome.is_ok() {
            self.meter.succeed(name, self.work_time());
        }
        outcome.map_err(|error| self.colour(error))
    }

    /// Lets time pass for work, up to the moment at which all work so far is due: sleepers wake late, and the
    /// lateness must not add up. The gateway's limit counts this time and the queue alone, so that a fast clock
    /// does not make the machine's own slowness look like the portal's.
    pub(crate) async fn spend(&mut self, cost: Duration) {
        let clock = self.portal.world.clock.clone();
        let (limit, contention) = self.portal.tuned(|tuning| (tuning.gateway_limit, tuning.contention));
        let others = u32::try_from(self.portal.core.workers.busy().saturating_sub(1)).unwrap_or(u32::MAX);
        self.charged += cost.mul_f64(contention.mul_add(f64::from(others), 1.0));
        if self.waited + self.charged > limit
            && let Some(gateway) = self.gateway.take()
        {
            clock.sleep_until(self.began_at + limit.saturating_sub(self.waited).as_secs_f64()).await;
            let _ = gateway.send(());
        }
        clock.sleep_until(self.work_time()).await;
    }

    /// What the clock would say if the portal's work were all that takes time.
    fn work_time(&self) -> f64 {
        self.began_at + self.charged.as_secs_f64()
    }

    fn check_allowed(&self, method: &Method) -> Result<(), RestError> {
        let by_webhook = self.access.client_id.is_none();
        if by_webhook && method.only_for_apps {
            return Err(RestError::new(
                403,
                "WRONG_AUTH_TYPE",
                "Current authorization type is denied for this method",
            ));
        }
        match method.scope {
            Some(scope) if !self.portal.is_granted(scope) => Err(RestError::insufficient_scope(by_webhook)),
            _ => Ok(()),
        }
    }

    fn account(&self, method: &str) -> Account {
        (self.access.client_id.clone().unwrap_or_else(|| self.access.secret.clone()), method.to_owned())
    }

    /// The limit is looked at before a call: one call may overshoot it.
    fn check_operating(&self, method: &str) -> Result<(), RestError> {
        let Some(limit) = self.portal.tuned(|tuning| tuning.operating_limit) else { return Ok(()) };
        let used = self.operating(method).map_or(0.0, |operating| operating.seconds);
        if used <= limit.as_secs_f64() {
            return Ok(());
        }
        let text = "Method is blocked due to operation time limit.";
        Err(RestError::new(429, "OPERATION_TIME_LIMIT", text))
    }

    /// A method's run time in the window, where the limiter runs: what earlier requests left, and what this one
    /// spent. Requests under way beside it are not seen.
    pub(crate) fn operating(&self, method: &str) -> Option<Operating> {
        self.portal.tuned(|tuning| tuning.operating_limit)?;
        let now = self.portal.world.clock.now();
        let account = self.account(method);
        let stored = lock(&self.portal.core.limits).operating(&account, now, self.meter.began_at());
        Some(Operating { seconds: stored.seconds + self.meter.so_far(method), ..stored })
    }

    /// Books what the request spent.
    pub(crate) fn settle(&self) {
        if self.portal.tuned(|tuning| tuning.operating_limit).is_none() {
            return;
        }
        let mut limits = lock(&self.portal.core.limits);
        for (method, seconds, first_call) in self.meter.totals() {
            limits.spend(&self.account(method), seconds, first_call);
        }
    }

    /// An exception that lingers takes the place of a later error's code and text, not of its status.
    fn colour(&mut self, error: RestError) -> RestError {
        if error.lingers {
            self.exception = Some(error.text.clone());
            return error;
        }
        match &self.exception {
            Some(former) => RestError::new(error.status, "ERROR_CORE", former),
            None => error,
        }
    }
}
