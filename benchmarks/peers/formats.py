"""Saves and loads the tensors of a file with safetensors, as it is told line by line.

usage: formats.py SOURCE

    save torch|numpy plain|durable FILE...   writes all tensors to each file
    load torch|numpy FILE...                 loads and touches a byte of every page
    evict FILE...                            drops what the page cache holds of them

Answers each line with the seconds that it took.
"""

import os
import sys
import time

import numpy
import safetensors.numpy
import safetensors.torch
import torch

torch.set_num_threads(1)


def force(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def save(api, durable, files, tensors):
    for file in files:
        api.save_file(tensors, file)
        if durable:
            force(file)
            force(os.path.dirname(file))


def load_torch(files):
    total = 0
    for file in files:
        for tensor in safetensors.torch.load_file(file).values():
            total += int(tensor.view(torch.uint8).flatten()[::4096].sum())
    return total


def load_numpy(files):
    total = 0
    for file in files:
        for tensor in safetensors.numpy.load_file(file).values():
            total += int(tensor.reshape(-1).view(numpy.uint8)[::4096].sum())
    return total


def evict(files):
    for file in files:
        force(file)
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def main():
    # Copies in memory: a mapped source would be read from the disk while it is saved.
    torch_tensors = {k: v.clone() for k, v in safetensors.torch.load_file(sys.argv[1]).items()}
    numpy_tensors = {k: v.numpy() for k, v in torch_tensors.items()}
    print("ready", flush=True)
    for line in sys.stdin:
        verb, *words = line.split()
        start = time.perf_counter()
        if verb == "save":
            torch_api = words[0] == "torch"
            api = safetensors.torch if torch_api else safetensors.numpy
            save(api, words[1] == "durable", words[2:], torch_tensors if torch_api else numpy_tensors)
        elif verb == "load":
            (load_torch if words[0] == "torch" else load_numpy)(words[1:])
        elif verb == "evict":
            evict(words)
        print(time.perf_counter() - start, flush=True)


main()
