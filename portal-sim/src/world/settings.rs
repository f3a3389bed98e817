//! The settings of one portal: its plan, limits, costs and workers. The builder sets them for all portals; a test can
//! change them for each portal while the simulator runs.

use std::collections::HashMap;
use std::time::Duration;

/// The rate limit: a leaky bucket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    pub(crate) size: f64,
    pub(crate) drain_per_second: f64,
}

/// How fast a portal works. The desktop can switch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Like a cloud portal: two requests a second after the first fifty, half a second for a deletion, 480 seconds of
    /// running time for a method in ten minutes (`b24restdocs settings/performance/limits.md`).
    Real,
    /// As fast as possible, without limits.
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

/// The settings of one portal.
#[derive(Debug, Clone)]
pub(crate) struct PortalSettings {
    pub(crate) bucket: Option<Bucket>,
    pub(crate) operating_limit: Option<Duration>,
    pub(crate) costs: HashMap<String, Duration>,
    pub(crate) gateway_limit: Duration,
    pub(crate) workers: usize,
    pub(crate) contention: f64,
    pub(crate) scope: String,
    /// `LICENSE` and, in the cloud, `LICENSE_FAMILY`.
    pub(crate) license: (String, Option<String>),
    /// `None`: the desktop shows no switch.
    pub(crate) pace: Option<Pace>,
}

impl Default for PortalSettings {
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

impl PortalSettings {
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

    /// The Enterprise plan: its licence and its rate limit (`b24restdocs settings/performance/limits.md`).
    pub(crate) fn set_enterprise(&mut self) {
        self.license = ("de_ent1000".to_owned(), Some("ent".to_owned()));
        self.set_bucket(250, 5.0);
    }

    /// How long a method takes.
    pub(crate) fn cost(&self, method: &str) -> Duration {
        self.costs.get(method).copied().unwrap_or_default()
    }
}
