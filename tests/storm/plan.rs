//! The steps of a run. A plan is drawn from a seed; it is small enough to print, repeat and reduce.

use std::time::Duration;

/// A run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) shape: Shape,
    pub(crate) steps: Vec<Step>,
}

impl Plan {
    /// The same run with only these of its steps.
    pub(crate) fn keeping(&self, kept: &[usize]) -> Self {
        let steps = kept.iter().filter_map(|at| self.steps.get(*at)).cloned().collect();
        Self { steps, ..self.clone() }
    }
}

/// The properties of the portals.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) contacts: usize,
    pub(crate) delete_ms: u64,
    pub(crate) add_ms: u64,
    pub(crate) list_ms: u64,
    pub(crate) has_bucket: bool,
    pub(crate) operating_limit: Option<u64>,
    pub(crate) workers: Option<usize>,
}

/// A step at a time of the run.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) at: Duration,
    pub(crate) what: Action,
}

/// Contacts of a portal, by their positions in its list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick {
    pub(crate) from: usize,
    pub(crate) count: usize,
}

/// A portal and one of its users.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Who {
    pub(crate) portal: usize,
    pub(crate) user: u64,
}

/// An action. Requests of users come first, then changes of portals, then events of processes.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// A user opens the app. The actions up to `Disconnect` are requests of users.
    Open(Who),
    Delete {
        who: Who,
        pick: Pick,
        with_deals: bool,
        is_draft: bool,
    },
    DeleteFound {
        who: Who,
        filter: Filter,
        is_draft: bool,
    },
    Start(usize),
    Pause(usize),
    Resume(usize),
    Cancel(usize),
    Restore {
        nth: usize,
        part: Option<usize>,
    },
    DestroyCopies(usize),
    Single(Who, usize),
    Decide(usize, Decision),
    SaveFilter {
        portal: usize,
        filter: Filter,
    },
    Disconnect(usize),
    /// A user uninstalls the app. The actions up to `Slow` change portals.
    Uninstall {
        portal: usize,
        clean: bool,
    },
    Reinstall(usize),
    Rename(usize),
    Dismiss(Who),
    Reinstate(Who),
    MayDelete(Who, Reach),
    MayAdd(Who, Reach),
    ExpireTokens(Who),
    Outage {
        portal: usize,
        kind: OutageKind,
        seconds: u64,
    },
    Condition {
        portal: usize,
        condition: Condition,
        seconds: u64,
    },
    Break {
        portal: usize,
        method: &'static str,
        after: usize,
        fault: FaultKind,
    },
    BreakAuthorization {
        after: usize,
        fault: FaultKind,
    },
    Remove {
        portal: usize,
        contact: usize,
    },
    AddDeal {
        portal: usize,
        contact: usize,
    },
    Slow {
        portal: usize,
        method: &'static str,
        millis: u64,
    },
    /// A process is killed. The actions from here on happen to processes.
    Kill {
        process: usize,
        down: u64,
    },
    StopProcess {
        process: usize,
        down: u64,
    },
    Freeze {
        process: usize,
        seconds: u64,
    },
    SecondProcess,
    Rekey,
    /// One of this many commits fails.
    Disk {
        one_in: u64,
        seconds: u64,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Filter {
    AssignedTo(u64),
    CreatedBy(u64),
    WithoutPhone,
    Everybody,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    All,
    Own,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutageKind {
    Unavailable,
    Cut,
    Silent,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Condition {
    Unpaid,
    Overloaded,
    NoPlan,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FaultKind {
    Html502,
    Lost502,
    Empty,
    Truncated,
    CutBefore,
    CutAfter,
    Slow(u64),
    Late(u64),
    QueryLimit,
    OperationLimit,
    Expired,
    Denied,
    Internal,
    Lie,
    Handler,
    Previous,
    Hang,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    KeepDeals,
    AskDeals,
    DeleteDeals,
    NoCopies,
    Copies(u32),
    ByItem,
    ByContact,
    Administrators,
    Everyone,
    DayLimit(Option<u32>),
}
