//! Which calls fail. A rule counts single calls and commands inside a batch alike, in the order in which they arrive.

use std::sync::Mutex;

use super::fault::Fault;
use crate::sync::lock;

/// Which calls of a method fail, counted from when the fault is scripted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nth {
    /// The next call that is not hit by an earlier rule.
    Next,
    /// The call with this number, counting from 1.
    Call(usize),
    /// Each call.
    Every,
    /// Each call from this number on, counting from 1.
    From(usize),
}

/// The scripted faults of one server.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    method: String,
    nth: Nth,
    fault: Fault,
    seen: usize,
}

impl Faults {
    /// Scripts a fault for a method; `*` stands for any method.
    pub fn script(&self, method: &str, nth: Nth, fault: Fault) {
        lock(&self.rules).push(Rule { method: method.to_lowercase(), nth, fault, seen: 0 });
    }

    /// Removes all scripted faults.
    pub fn clear(&self) {
        lock(&self.rules).clear();
    }

    /// The fault for this call, if one is due.
    pub(crate) fn take(&self, method: &str, in_batch: bool) -> Option<Fault> {
        let mut rules = lock(&self.rules);
        let mut hit = None;
        for (at, rule) in rules.iter_mut().enumerate() {
            if rule.method != "*" && rule.method != method || in_batch && !rule.fault.fits_a_command() {
                continue;
            }
            rule.seen += 1;
            let due = match rule.nth {
                Nth::Next | Nth::Every => true,
                Nth::Call(number) => rule.seen == number,
                Nth::From(number) => rule.seen >= number,
            };
            if due && hit.is_none() {
                hit = Some(at);
            }
        }
        let at = hit?;
        let once = matches!(rules[at].nth, Nth::Next | Nth::Call(_));
        Some(if once { rules.remove(at).fault } else { rules[at].fault.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_counts_the_calls_since_it_was_scripted() {
        let faults = Faults::default();
        faults.script("Profile", Nth::Call(2), Fault::Html(502));
        assert_eq!(faults.take("profile", false), None);
        assert_eq!(faults.take("scope", false), None);
        assert_eq!(faults.take("profile", false), Some(Fault::Html(502)));
        assert_eq!(faults.take("profile", false), None);
    }

    #[test]
    fn two_rules_for_the_next_call_hit_two_calls() {
        let faults = Faults::default();
        faults.script("profile", Nth::Next, Fault::EmptyBody);
        faults.script("profile", Nth::Next, Fault::Hang);
        assert_eq!(faults.take("profile", false), Some(Fault::EmptyBody));
        assert_eq!(faults.take("profile", false), Some(Fault::Hang));
        assert_eq!(faults.take("profile", false), None);
    }

    #[test]
    fn connection_faults_do_not_hit_commands_of_a_batch() {
        let faults = Faults::default();
        faults.script("*", Nth::Every, Fault::CutAfter);
        assert_eq!(faults.take("profile", true), None);
        assert_eq!(faults.take("batch", false), Some(Fault::CutAfter));
    }
}
