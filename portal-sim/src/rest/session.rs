//! The run of one method, or of the methods of one batch, for an accepted caller.
//! It charges time, keeps to the method's time limit, and remembers the portal-wide exception, which a portal
//! does not clear between the items of a batch (`yuliai/bitrix-modules rest/classes/general/rest.php`).

use std::time::Duration;

use tokio::sync::oneshot;

use super::access::Access;
use super::error::RestError;
use super::limits::Operating;
use crate::faults::Fault;
use crate::lock;
use crate::methods::{self, Method};
use crate::php::{Php, PhpArray};
use crate::portal::Portal;

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
    /// Tells the gateway that its patience is over; gone once told.
    gateway: Option<oneshot::Sender<()>>,
    /// The last method's run time in the window, where the limiter runs.
    pub(crate) operating: Option<Operating>,
}

impl Session {
    pub(crate) fn new(portal: Portal, access: Access, gateway: oneshot::Sender<()>) -> Self {
        Self {
            portal,
            access,
            method: String::new(),
            exception: None,
            refusal: None,
            charged: Duration::ZERO,
            gateway: Some(gateway),
            operating: None,
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
        let key =
            (self.access.client_id.clone().unwrap_or_else(|| self.access.secret.clone()), name.to_owned());
        self.check_operating(&key)?;
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
        self.count_operating(&key, cost);
        outcome.map_err(|error| self.colour(error))
    }

    /// Lets time pass for work. The gateway's limit counts this time alone, so that a fast clock does not make
    /// the machine's own slowness look like the portal's.
    pub(crate) async fn spend(&mut self, cost: Duration) {
        let clock = self.portal.world.clock.clone();
        let limit = self.portal.world.settings.gateway_limit;
        let before = self.charged;
        self.charged += cost;
        if self.charged <= limit {
            return clock.sleep(cost).await;
        }
        clock.sleep(limit.saturating_sub(before)).await;
        if let Some(gateway) = self.gateway.take() {
            let _ = gateway.send(());
        }
        clock.sleep(self.charged.saturating_sub(limit.max(before))).await;
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
        let granted = &self.portal.world.settings.scope;
        match method.scope {
            Some(scope) if !granted.split(',').any(|held| held == scope) => {
                Err(RestError::insufficient_scope(by_webhook))
            }
            _ => Ok(()),
        }
    }

    /// The limit is looked at before a call: one call may overshoot it.
    fn check_operating(&self, key: &(String, String)) -> Result<(), RestError> {
        let Some(limit) = self.portal.world.settings.operating_limit else { return Ok(()) };
        let used = lock(&self.portal.core.limits).operating(key, self.portal.world.clock.now());
        if used.seconds < limit.as_secs_f64() {
            return Ok(());
        }
        let text = "Method is blocked due to operation time limit.";
        Err(RestError::new(429, "OPERATION_TIME_LIMIT", text))
    }

    fn count_operating(&mut self, key: &(String, String), cost: Duration) {
        if self.portal.world.settings.operating_limit.is_none() {
            return;
        }
        let now = self.portal.world.clock.now();
        let mut limits = lock(&self.portal.core.limits);
        limits.spend(key, cost, now);
        self.operating = Some(limits.operating(key, now));
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
