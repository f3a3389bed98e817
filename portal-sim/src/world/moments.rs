//! Actions that a test lets happen in the middle of work: rights that change after the tenth deletion, or a user who
//! is dismissed while a batch runs.

use std::fmt;
use std::sync::Mutex;

use crate::sync::lock;

/// When an action happens. Counting starts when the action is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// This many contacts were really deleted, by any user.
    Deletions(usize),
    /// This many contacts were really added over REST.
    Additions(usize),
    /// The call with this number of this method arrives, alone or in a batch. It is not executed yet.
    Call(String, usize),
}

/// Something that moments count.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Occurrence<'a> {
    Deletion,
    Addition,
    Call(&'a str),
}

impl Moment {
    /// The number at which the moment is reached, if it counts this occurrence.
    fn goal(&self, occurrence: Occurrence<'_>) -> Option<usize> {
        match (self, occurrence) {
            (Self::Deletions(goal), Occurrence::Deletion) | (Self::Additions(goal), Occurrence::Addition) => {
                Some(*goal)
            }
            (Self::Call(method, goal), Occurrence::Call(called)) => {
                method.eq_ignore_ascii_case(called).then_some(*goal)
            }
            _ => None,
        }
    }
}

type Action = Box<dyn FnOnce() + Send>;

/// The actions that wait for their moments.
#[derive(Default)]
pub(crate) struct PendingActions {
    pending: Mutex<Vec<Pending>>,
}

struct Pending {
    moment: Moment,
    seen: usize,
    action: Action,
}

impl fmt::Debug for PendingActions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pending = lock(&self.pending);
        formatter.debug_list().entries(pending.iter().map(|one| (&one.moment, one.seen))).finish()
    }
}

impl PendingActions {
    pub(crate) fn add(&self, moment: Moment, action: Action) {
        lock(&self.pending).push(Pending { moment, seen: 0, action });
    }

    /// Counts an occurrence and takes out the actions whose moment is reached.
    pub(crate) fn take_due(&self, occurrence: Occurrence<'_>) -> Vec<Action> {
        let mut due = Vec::new();
        let mut pending = lock(&self.pending);
        let mut kept = Vec::new();
        for mut one in pending.drain(..) {
            let goal = one.moment.goal(occurrence);
            one.seen += usize::from(goal.is_some());
            if goal.is_some_and(|goal| one.seen >= goal) { due.push(one.action) } else { kept.push(one) }
        }
        *pending = kept;
        due
    }
}
