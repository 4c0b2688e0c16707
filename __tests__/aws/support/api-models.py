"""Prints the shapes of what AWS takes, from botocore's models. Standard input: a list of IAM actions."""

import json
import sys

from botocore.loaders import Loader

# Services whose name for IAM is not botocore's.
SERVICES = {
    "elasticfilesystem": ["efs"],
    "elasticloadbalancing": ["elbv2"],
    "ses": ["ses", "sesv2"],
}
FACTS = ["type", "enum", "pattern", "min", "max"]

models = {}
found = {}
for action in json.load(sys.stdin):
    prefix, operation = action.split(":")
    for service in SERVICES.get(prefix, [prefix]):
        model = models.get(service) or Loader().load_service_model(service, "service-2")
        models[service] = model
        shape = model["operations"].get(operation, {}).get("input")
        if shape:
            found[action] = [service, shape["shape"]]


def facts(shape):
    kept = {fact: shape[fact] for fact in FACTS if fact in shape}
    for part in ["member", "key", "value"]:
        if part in shape:
            kept[part] = shape[part]["shape"]
    if "members" in shape:
        kept["members"] = {name: member["shape"] for name, member in shape["members"].items()}
    return kept


shapes = {
    service: {name: facts(shape) for name, shape in model["shapes"].items()} for service, model in models.items()
}
json.dump({"inputs": found, "shapes": shapes}, sys.stdout)
