//! What a test lets happen in the middle of somebody's work: rights that change after the tenth deletion, a user
//! dismissed while a batch runs.

use std::fmt;
use std::sync::Mutex;

use super::Portal;
use crate::lock;

/// A moment to wait for, counted from when it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// So many contacts were really deleted, by whomever.
    Deletions(usize),
    /// So many contacts were really added over REST.
    Additions(usize),
    /// This call of this method arrives, on its own or in a batch, and is not worked on yet.
    Call(String, usize),
}

/// Who waits for what.
#[derive(Default)]
pub(crate) struct Moments {
    waiting: Mutex<Vec<Waiting>>,
}

struct Waiting {
    moment: Moment,
    seen: usize,
    act: Box<dyn FnOnce(&Portal) + Send>,
}

impl fmt::Debug for Moments {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiting = lock(&self.waiting);
        formatter.debug_list().entries(waiting.iter().map(|one| (&one.moment, one.seen))).finish()
    }
}

/// Something that moments count.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Incident<'a> {
    Deletion,
    Addition,
    Call(&'a str),
}

impl Moment {
    /// The number to reach, if the incident counts for it.
    fn goal(&self, incident: Incident<'_>) -> Option<usize> {
        match (self, incident) {
            (Self::Deletions(goal), Incident::Deletion) | (Self::Additions(goal), Incident::Addition) => {
                Some(*goal)
            }
            (Self::Call(method, goal), Incident::Call(called)) => {
                method.eq_ignore_ascii_case(called).then_some(*goal)
            }
            _ => None,
        }
    }
}

impl Portal {
    /// Lets `act` happen once the moment is there: on the simulator's own thread, before the next thing happens.
    /// It may change the portal in any way that does not wait.
    pub fn when(&self, moment: Moment, act: impl FnOnce(&Self) + Send + 'static) {
        lock(&self.core.moments.waiting).push(Waiting { moment, seen: 0, act: Box::new(act) });
    }

    pub(crate) fn note(&self, incident: Incident<'_>) {
        let mut due = Vec::new();
        {
            let mut waiting = lock(&self.core.moments.waiting);
            if waiting.is_empty() {
                return;
            }
            let mut kept = Vec::new();
            for mut one in waiting.drain(..) {
                let goal = one.moment.goal(incident);
                one.seen += usize::from(goal.is_some());
                if goal.is_some_and(|goal| one.seen >= goal) { due.push(one.act) } else { kept.push(one) }
            }
            *waiting = kept;
        }
        for act in due {
            act(self);
        }
    }
}
