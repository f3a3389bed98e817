//! The measures of one portal: its plan, limits, costs and workers. The builder sets them for all portals; each can
//! be changed while the simulator runs.

use std::collections::HashMap;
use std::time::Duration;

use super::Portal;
use crate::lock;

/// The leaky bucket's measures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    pub(crate) size: f64,
    pub(crate) drain_per_second: f64,
}

/// How fast a portal works, where people may switch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As portals in the cloud do: two requests a second after the first fifty, half a second for a deletion, 480 seconds
    /// of run time for a method in ten minutes (`b24restdocs settings/performance/limits.md`).
    Real,
    /// As fast as it can, without limits.
    Fast,
}

/// Milliseconds that a call takes at the real pace.
const REAL_COSTS: &[(&str, u64)] = &[
    ("crm.contact.delete", 500),
    ("crm.item.delete", 500),
    ("crm.contact.add", 400),
    ("crm.item.add", 400),
    ("crm.item.import", 400),
    ("crm.contact.list", 150),
    ("crm.item.list", 150),
    ("crm.deal.list", 100),
    ("batch", 50),
];

/// What a portal is tuned to.
#[derive(Debug, Clone)]
pub(crate) struct Tuning {
    pub(crate) bucket: Option<Bucket>,
    pub(crate) operating_limit: Option<Duration>,
    pub(crate) costs: HashMap<String, Duration>,
    pub(crate) gateway_limit: Duration,
    pub(crate) workers: usize,
    pub(crate) contention: f64,
    pub(crate) scope: String,
    /// `LICENSE` and, in the cloud, `LICENSE_FAMILY`.
    pub(crate) license: (String, Option<String>),
    /// Set where people may switch it.
    pub(crate) pace: Option<Pace>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            bucket: Some(Bucket { size: 50.0, drain_per_second: 2.0 }),
            operating_limit: None,
            costs: HashMap::new(),
            gateway_limit: Duration::from_mins(1),
            workers: usize::MAX,
            contention: 0.0,
            scope: "crm,placement,user_brief".to_owned(),
            license: ("de_selfhosted".to_owned(), None),
            pace: None,
        }
    }
}

impl Tuning {
    pub(crate) fn set_bucket(&mut self, size: u32, drain_per_second: f64) {
        self.bucket = Some(Bucket { size: f64::from(size), drain_per_second });
    }

    pub(crate) fn set_delete_cost(&mut self, cost: Duration) {
        for method in ["crm.contact.delete", "crm.item.delete"] {
            self.set_cost(method, cost);
        }
    }

    pub(crate) fn set_cost(&mut self, method: &str, cost: Duration) {
        self.costs.insert(method.to_lowercase(), cost);
    }

    pub(crate) fn set_pace(&mut self, pace: Pace) {
        self.pace = Some(pace);
        for (method, milliseconds) in REAL_COSTS {
            let cost = if pace == Pace::Real { *milliseconds } else { 0 };
            self.set_cost(method, Duration::from_millis(cost));
        }
        match pace {
            Pace::Real => {
                self.set_bucket(50, 2.0);
                self.operating_limit = Some(Duration::from_mins(8));
            }
            Pace::Fast => {
                self.bucket = None;
                self.operating_limit = None;
            }
        }
    }

    /// The Enterprise plan: its name and its bucket (`b24restdocs settings/performance/limits.md`).
    pub(crate) fn set_enterprise(&mut self) {
        self.license = ("de_ent1000".to_owned(), Some("ent".to_owned()));
        self.set_bucket(250, 5.0);
    }
}

impl Portal {
    /// Changes the leaky bucket: size, and how many requests drain in a second.
    pub fn set_bucket(&self, size: u32, drain_per_second: f64) {
        self.tune(|tuning| tuning.set_bucket(size, drain_per_second));
    }

    /// Takes the limit of requests away.
    pub fn set_no_bucket(&self) {
        self.tune(|tuning| tuning.bucket = None);
    }

    /// Changes how much run time a method has in ten minutes; without one `operating` is not told either.
    pub fn set_operating_limit(&self, limit: Option<Duration>) {
        self.tune(|tuning| tuning.operating_limit = limit);
    }

    /// Changes how long the deletion of a contact takes.
    pub fn set_delete_cost(&self, cost: Duration) {
        self.tune(|tuning| tuning.set_delete_cost(cost));
    }

    /// Changes how long a method takes; `batch` costs this before its first command.
    pub fn set_method_cost(&self, method: &str, cost: Duration) {
        self.tune(|tuning| tuning.set_cost(method, cost));
    }

    /// Changes when the gateway loses patience.
    pub fn set_gateway_limit(&self, limit: Duration) {
        self.tune(|tuning| tuning.gateway_limit = limit);
    }

    /// Changes how many requests are worked on at once; the rest queue up. 1: one after the other.
    pub fn set_workers(&self, most: usize) {
        self.tune(|tuning| tuning.workers = most);
        self.core.workers.set_most(most);
    }

    /// Changes by which part of its cost a call gets slower for each other request at work.
    pub fn set_contention(&self, part: f64) {
        self.tune(|tuning| tuning.contention = part);
    }

    /// Changes the scopes that the application was granted here, separated by commas.
    pub fn set_scope(&self, scope: &str) {
        self.tune(|tuning| scope.clone_into(&mut tuning.scope));
    }

    /// Changes `LICENSE` and, in the cloud, `LICENSE_FAMILY` of `app.info`; the limits stay as they are.
    pub fn set_license(&self, license: &str, family: Option<&str>) {
        self.tune(|tuning| tuning.license = (license.to_owned(), family.map(str::to_owned)));
    }

    /// Moves the portal to the Enterprise plan: its licence, and a bucket of 250 that drains 5 a second.
    pub fn set_enterprise(&self) {
        self.tune(Tuning::set_enterprise);
    }

    /// Lets the portal work at this pace from now on; the desktop then shows the switch.
    pub fn set_pace(&self, pace: Pace) {
        self.tune(|tuning| tuning.set_pace(pace));
    }

    /// The pace that was set, if any.
    #[must_use]
    pub fn pace(&self) -> Option<Pace> {
        self.tuned(|tuning| tuning.pace)
    }

    pub(crate) fn scope(&self) -> String {
        self.tuned(|tuning| tuning.scope.clone())
    }

    pub(crate) fn is_granted(&self, scope: &str) -> bool {
        self.tuned(|tuning| tuning.scope.split(',').any(|held| held == scope))
    }

    pub(crate) fn tuned<T>(&self, read: impl FnOnce(&Tuning) -> T) -> T {
        read(&lock(&self.core.tuning))
    }

    fn tune(&self, change: impl FnOnce(&mut Tuning)) {
        change(&mut lock(&self.core.tuning));
    }
}
